"""Why a file cannot be stored as it is, in the words of the page: what to answer or to name, never an option of the command."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.texts import keys
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from dashboard.wording import plain
from data.texts.files import NAME_IT

ENCODINGS = ("cp1252", "latin-1", "iso-8859-15", "cp850", "mac-roman", "utf-8")
_NAMING = re.compile(r"\s*" + re.escape(NAME_IT).replace(re.escape("{field}"), r"(\w+)"))
_OPTION = re.compile(r"\s*(?:Say|Try|Name)[^.]*--.*$", re.DOTALL)
"""A hint for the command line ends the message."""


def draw(message: str, key: str, *, asked: bool) -> None:
    """asked: a question above leaves the answer open. An encoding in doubt is asked for here."""
    missing = [keys.word(FIELDS, field) for field in _NAMING.findall(message)]
    if asked:
        st.warning(texts.ANSWER_ABOVE)
    elif missing:
        st.warning(texts.NAME_COLUMNS.format(fields=", ".join(missing)))
    else:
        st.error(f"{texts.REFUSED} {plain(_OPTION.sub('', message))}")
    if "--encoding" in message:
        st.selectbox(
            texts.ENCODING, ENCODINGS, index=None, key=f"encoding_{key}", placeholder=texts.NOT_SETTLED,
            persist_state="session",
        )  # fmt: skip
