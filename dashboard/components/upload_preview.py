"""How a file would be read: kind, open questions, and what each column holds with its first values, for confirmation."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.texts.days import full_day
from dashboard.charts.wording import name
from dashboard.components import account_table, uploaded
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from dashboard.wording import plain
from data.importing.account import Preview, Question
from data.importing.dates import orders_of
from data.texts.hints import parted

OPTIONS = ("kind", "date_order", "decimal", "encoding", "backfill")


def draw(file: UploadedFile) -> tuple[Preview, dict[str, Any]]:
    """Ask what the file leaves open; returns the preview with the answers and the answers (import_file keywords)."""
    key = file.file_id
    choices = _given(key)
    answer = uploaded.read(file, choices)
    has_columns = any(answer.header)
    if has_columns:
        _kind(answer, key)
    for question in _questions(answer, key):
        _ask(question, key)
    if has_columns and answer.layout in ("long", "wide", ""):
        corrected = _mapping(answer, key)
        if corrected != answer.mapping:
            choices["mapping"] = corrected
            answer = uploaded.read(file, choices)
    elif answer.sample:
        st.caption(texts.SAMPLE)
        st.dataframe(pd.DataFrame(answer.sample), hide_index=True, width="stretch")
    return answer, choices


def _given(key: str) -> dict[str, Any]:
    """The answers so far, from the widgets of this file."""
    choices: dict[str, Any] = {}
    for option in OPTIONS:
        value = st.session_state.get(f"{option}_{key}")
        if value not in (None, False, ""):
            choices[option] = value
    mapping = {
        str(asked).removeprefix(f"which_{key}_"): header
        for asked, header in st.session_state.items()
        if str(asked).startswith(f"which_{key}_") and header
    }
    if mapping:
        choices["mapping"] = mapping
    return choices


def _field(option: object) -> str:
    """A field in words; an analyte by its name."""
    field = str(option)
    return field if field == texts.NOTHING else FIELDS.get(field, name(field))


def _kind(answer: Preview, key: str) -> None:
    """The recognised kind; it can be set where the columns leave it open.

    A result with its value but without its unit, or with two columns for one thing, is a laboratory's all the same.
    """
    if not answer.kind and (answer.questions or answer.missing == ("unit",)):
        st.caption(f"{texts.READ_AS} **{account_table.kinds('labs')}**.")
        return
    words = answer.account.form or texts.LAYOUTS.get(answer.layout, answer.layout)
    remembered = f" {texts.REMEMBERED}" if answer.remembered else ""
    if answer.kind and f"kind_{key}" not in st.session_state:
        st.caption(f"{texts.READ_AS} **{account_table.kinds(answer.kind)}** ({words}).{remembered}")
        return
    kinds = list(texts.KINDS)
    st.selectbox(
        texts.READ_AS,
        kinds,
        index=None,
        format_func=texts.KINDS.__getitem__,
        key=f"kind_{key}",
        placeholder=texts.NOT_SETTLED,
    )


def _questions(answer: Preview, key: str) -> list[Question]:
    """The open questions, and those that were answered, so that an answer can be changed."""
    known: dict[str, Question] = st.session_state.setdefault(f"questions_{key}", {})
    for question in answer.questions:
        known[f"{question.option} {_target(question)}"] = question
    return list(known.values())


def _ask(question: Question, key: str) -> None:
    target = _target(question)
    words, answers = _in_words(question)
    st.radio(
        words[:1].upper() + words[1:],
        question.choices,
        index=None,
        horizontal=True,
        key=f"which_{key}_{target}" if target else f"{question.option}_{key}",
        format_func=lambda choice: answers.get(choice, choice),
    )


def _in_words(question: Question) -> tuple[str, dict[str, str]]:
    """The question and its answers; of a date each answer is the day that it makes of the value in question."""
    days = orders_of(question.example)
    if question.option != "date_order" or not days:
        return parted(question.text)[0], texts.CHOICES
    asked = texts.WHICH_DAY.format(column=plain(question.column), example=plain(question.example))
    return asked, {order: texts.ORDERS[order].format(day=full_day(day)) for order, day in days.items()}


def _target(question: Question) -> str:
    """The field that several columns could be; '' for other questions."""
    return dict(parted(question.text)[1]).get("mapping", "")


def _mapping(answer: Preview, key: str) -> dict[str, str]:
    """A row a column: what it holds, with its first values and units; returns field -> header as the person left it."""
    holds: dict[str, str] = {}
    for field, header in answer.mapping.items():
        holds.setdefault(header, field)
    headers = list(dict.fromkeys(header for header in answer.header if header))
    table = pd.DataFrame(
        {
            texts.COLUMN: headers,
            texts.HOLDS: [holds.get(header, texts.NOTHING) for header in headers],
            texts.FIRST: [" · ".join(row.get(header) or "–" for row in answer.sample) for header in headers],
        }
    )
    st.caption(texts.MAPPING_OF_SHEET.format(sheet=plain(answer.sheet)) if answer.sheet else texts.MAPPING)
    edited = st.data_editor(
        table,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(table) + 1) + 2, 420),
        disabled=[texts.COLUMN, texts.FIRST],
        column_config={
            texts.HOLDS: st.column_config.SelectboxColumn(
                options=[texts.NOTHING, *answer.fields], format_func=_field, required=True
            ),
            texts.FIRST: {"width": "large"},
        },
        key=f"mapping_{key}",
    )
    left_alone = {field: header for field, header in answer.mapping.items() if holds[header] != field}
    chosen = zip(edited[texts.HOLDS], edited[texts.COLUMN], strict=True)
    return left_alone | {field: header for field, header in chosen if field != texts.NOTHING}
