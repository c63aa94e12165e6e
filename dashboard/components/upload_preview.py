"""How a file would be read: kind, open questions, mapping and the first rows, for confirmation."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.components import uploaded
from dashboard.texts import upload as texts
from data.importing.account import Preview, Question


def draw(file: UploadedFile) -> tuple[Preview, dict[str, Any]]:
    """Ask what the file leaves open; returns the preview with the answers and the answers (import_file keywords)."""
    key = file.file_id
    choices = _given(key)
    answer = uploaded.read(file, choices)
    _kind(answer, key)
    for question in [*answer.questions, *_answered(answer, key)]:
        _ask(question, key)
    if answer.layout in ("long", "wide"):
        _mapping(answer, key)
    _sample(answer)
    return answer, choices


def _given(key: str) -> dict[str, Any]:
    """The answers so far, from the widgets of this file."""
    choices: dict[str, Any] = {}
    for option in ("kind", "date_order", "decimal", "encoding", "backfill"):
        value = st.session_state.get(f"{option}_{key}")
        if value not in (None, False, ""):
            choices[option] = value
    own = st.session_state.get(f"own_mapping_{key}")
    prefix = f"map_{key}_"
    chosen = {
        name.removeprefix(prefix): header
        for name, header in st.session_state.items()
        if isinstance(name, str) and name.startswith(prefix) and header not in (None, texts.NOTHING)
    }
    if own is not None and chosen and chosen != own:
        choices["mapping"] = chosen
    return choices


def _kind(answer: Preview, key: str) -> None:
    left, right = st.columns([2, 3], vertical_alignment="center")
    kinds = list(texts.KINDS)
    left.selectbox(
        texts.READ_AS,
        kinds,
        index=kinds.index(answer.kind) if answer.kind in kinds else None,
        format_func=lambda kind: texts.KINDS[kind],
        key=f"kind_{key}" if answer.layout in ("native", "") else f"seen_kind_{key}",
        disabled=answer.layout in ("long", "wide"),
        placeholder=texts.NOT_SETTLED,
    )
    remembered = f" {texts.REMEMBERED}" if answer.remembered else ""
    right.caption(f"{texts.LAYOUTS.get(answer.layout, answer.layout)}.{remembered}")


def _answered(answer: Preview, key: str) -> list[Question]:
    """Questions that were answered stay on the page, so that an answer can be changed."""
    known: dict[str, Question] = st.session_state.setdefault(f"questions_{key}", {})
    for question in answer.questions:
        known[question.option] = question
    asked_now = {question.option for question in answer.questions}
    return [question for option, question in known.items() if option not in asked_now]


def _ask(question: Question, key: str) -> None:
    if question.option == "mapping":
        st.session_state[f"asked_mapping_{key}"] = True
        st.warning(question.text)
        return
    st.radio(
        question.text,
        question.choices,
        index=None,
        horizontal=True,
        key=f"{question.option}_{key}",
        format_func=lambda choice: _CHOICES.get(choice, choice),
    )


_CHOICES = {
    "dmy": "day first (1 February)",
    "mdy": "month first (2 January)",
    "ymd": "year first",
    ".": "point is the decimal sign (1,234 is one thousand …)",
    ",": "comma is the decimal sign (1,234 is a little over one)",
}


def _mapping(answer: Preview, key: str) -> None:
    open_now = bool(st.session_state.get(f"asked_mapping_{key}"))
    with st.expander(texts.MAPPING, expanded=open_now or not answer.remembered):
        options = [texts.NOTHING, *dict.fromkeys(h for h in answer.header if h)]
        columns = st.columns(4)
        for place, field in enumerate(answer.fields):
            mapped = answer.mapping.get(field, texts.NOTHING)
            columns[place % 4].selectbox(
                field.replace("_", " "),
                options,
                index=options.index(mapped) if mapped in options else 0,
                key=f"map_{key}_{field}",
            )
        if f"own_mapping_{key}" not in st.session_state:
            st.session_state[f"own_mapping_{key}"] = dict(answer.mapping)


def _sample(answer: Preview) -> None:
    if not answer.sample:
        return
    st.caption(texts.SAMPLE)
    meaning: dict[str, list[str]] = {}
    for field, header in answer.mapping.items():
        meaning.setdefault(header, []).append(field.replace("_", " "))
    frame = pd.DataFrame(answer.sample)
    frame.columns = pd.Index(
        [
            f"{header} → {', '.join(meaning[header])}"
            if header in meaning and meaning[header] != [header.replace("_", " ")]
            else header
            for header in frame.columns
        ]
    )
    st.dataframe(frame, hide_index=True, width="stretch")
