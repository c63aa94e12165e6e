"""Why a file cannot be stored as it is, in the words of the page: what to answer or to name, never an option of the command."""

from __future__ import annotations

import streamlit as st

from dashboard.texts import keys
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from dashboard.wording import plain
from data.texts.hints import parted

ENCODINGS = ("cp1252", "latin-1", "iso-8859-15", "cp850", "mac-roman", "utf-8")


def draw(message: str, key: str, *, asked: bool) -> None:
    """asked: a question above leaves the answer open. An encoding in doubt is asked for here."""
    words, named = parted(message)
    missing = [keys.word(FIELDS, field) for option, field in named if option == "mapping" and field]
    if asked:
        st.warning(texts.ANSWER_ABOVE)
    elif missing:
        st.warning(texts.NAME_COLUMNS.format(fields=", ".join(missing)))
    else:
        st.error(f"{texts.REFUSED} {plain(words)}")
    if "encoding" in dict(named):
        st.selectbox(
            texts.ENCODING, ENCODINGS, index=None, key=f"encoding_{key}", placeholder=texts.NOT_SETTLED,
            persist_state="session",
        )  # fmt: skip
