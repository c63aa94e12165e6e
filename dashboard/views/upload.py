"""Upload: files into the store, with confirmation, a balanced account, what changed, and the way back."""

from __future__ import annotations

from importlib.resources import files

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.components import (
    account_table,
    imports_table,
    long_work,
    reader_name,
    set_aside,
    upload_outcome,
    upload_preview,
    upload_refused,
    uploaded,
)
from dashboard.texts import upload as texts
from dashboard.wording import plain
from data.errors import TroughlineError


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD)
    undone = st.session_state.pop("undone", None)
    if undone is not None:
        st.success(texts.UNDONE.format(number=undone))
    chosen = st.file_uploader(texts.CHOOSE, accept_multiple_files=True, help=texts.CHOOSE_HELP, key="uploads")
    for file in chosen:
        with st.container(border=True):
            _one(file)
    if not chosen:
        st.caption(texts.EMPTY)
    _examples(expanded=not chosen)
    set_aside.draw()
    imports_table.draw()


def _one(file: UploadedFile) -> None:
    st.markdown(f"**{plain(file.name)}** · {_size(file.size)}")
    outcome = upload_outcome.of(file.file_id)
    if outcome is not None:
        upload_outcome.draw(file, outcome)
        return
    if uploaded.storing(file):
        _store(file)
        return
    try:
        preview, choices = upload_preview.draw(file)
    except long_work.StillRunning:
        return
    except TroughlineError as problem:
        upload_refused.draw(str(problem), file.file_id)
        return
    account = preview.account
    if account.refused:
        upload_refused.draw(
            account.refused, file.file_id, asked=bool(preview.questions), missing=preview.missing
        )
        return
    st.markdown(f"**{texts.BEFORE}**")
    account_table.draw(account, f"before_{file.file_id}")
    if account.not_monitored_tests:
        set_aside.teach(account.not_monitored_tests, file.file_id)
    new, aside = account.stored + account.superseding, account.set_aside
    if not new + aside:
        st.info(texts.NOTHING_NEW)
        return
    if reader_name.wanted():
        return
    label = texts.CONFIRM.format(rows=(texts.ONE_ROW if new == 1 else texts.ROWS_N).format(n=f"{new:,}"))
    if aside:
        label = texts.CONFIRM_ASIDE.format(confirm=label, aside=f"{aside:,}") if new else texts.ASIDE_ONLY
    # side by side by their own widths: the label says how many rows, and is never cut
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button(label, key=f"store_{file.file_id}", type="primary")
        st.checkbox(texts.BACKFILL, key=f"backfill_{file.file_id}", help=texts.BACKFILL_HELP)
    if wanted:
        upload_outcome.begin(file, preview, choices)
        _store(file)


def _store(file: UploadedFile) -> None:
    try:
        upload_outcome.store(file)
    except long_work.StillRunning:
        return
    except TroughlineError as problem:
        st.error(f"{texts.REFUSED} {problem}")
        return
    st.rerun()


def _examples(*, expanded: bool) -> None:
    with st.expander(texts.EXAMPLES, expanded=expanded):
        folder = files("dashboard") / "examples"
        st.caption(texts.EXAMPLES_LEAD)
        with st.container(horizontal=True, gap="small"):
            for name, words in texts.EXAMPLE_FILES.items():
                st.download_button(
                    words,
                    (folder / name).read_bytes(),
                    name,
                    "text/csv",
                    key=f"example_{name}",
                    on_click="ignore",
                )


def _size(number: int) -> str:
    return texts.KB.format(n=f"{number / 1024:,.0f}") if number >= 1024 else texts.BYTES.format(n=number)
