"""Why a file cannot be stored as it is, in the words of the page: what to answer or to name, never an option of the command."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.texts import keys
from dashboard.texts import upload as texts
from dashboard.texts.fields import FIELDS
from dashboard.wording import plain
from data.texts.hints import parted

ENCODINGS = ("cp1252", "latin-1", "iso-8859-15", "cp850", "mac-roman", "utf-8")


def draw(message: str, key: str, *, asked: bool = False, missing: Sequence[str] = ()) -> None:
    """asked: a question above leaves the answer open. missing: fields without a column. An encoding in doubt is asked for here."""
    words, named = parted(message)
    if asked:
        st.warning(texts.ANSWER_ABOVE)
    elif tuple(missing) == ("unit",):
        st.warning(texts.NO_UNITS)
    elif missing:
        fields = ", ".join(f"“{keys.word(FIELDS, field)}”" for field in missing)
        st.warning(texts.NAME_COLUMNS.format(fields=fields))
    else:
        st.error(f"{texts.REFUSED} {plain(words)}")
    if "encoding" in dict(named):
        st.selectbox(
            texts.ENCODING, ENCODINGS, index=None, key=f"encoding_{key}", placeholder=texts.NOT_SETTLED,
            persist_state="session",
        )  # fmt: skip
