"""A table to read: long cells run on over several lines, where st.dataframe cuts them at the width of their column."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import palette

_DAY_OR_ID = re.compile(r"(?<![\w-])(?=[\w-]*\d)\w+(?:-\w+)+(?![\w-])")
_LONGEST_ON_ONE_LINE = 20


def draw(
    table: pd.DataFrame,
    label: str,
    *,
    numbers: Collection[str] = (),
    whole: Collection[str] = (),
    most_rem: int = 40,
) -> None:
    """The table, scrolling by itself where it is higher than most_rem. label: for screen readers.

    numbers: columns set to the right; whole: columns of short texts, such as days, that stay on one line.
    """
    theme = palette.theme(st.context.theme.type)
    drawn = as_html(table, label, theme, numbers=numbers, whole=whole, most_rem=most_rem)
    st.html(drawn)


def as_html(
    table: pd.DataFrame,
    label: str,
    theme: palette.Theme,
    *,
    numbers: Collection[str] = (),
    whole: Collection[str] = (),
    most_rem: int = 40,
) -> str:
    """The same as HTML; what a file says cannot speak HTML in it."""
    names = [str(name) for name in table.columns]
    look = {name: "tl-num" if name in numbers else "tl-one" if name in whole else "tl-run" for name in names}
    head = "".join(f"<th scope='col' class='{look[name]}'>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td class='{look[name]}'>{_cell(cell)}</td>" for name, cell in zip(names, row, strict=True)) + "</tr>"
        for row in table.itertuples(index=False)
    )  # fmt: skip
    return (
        f"<style>.tl-h{most_rem}{{max-height:{most_rem}rem}}.tl-read{{overflow:auto;border:1px solid {theme.grid};border-radius:.5rem}}"
        ".tl-read table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums}"
        f".tl-read th{{position:sticky;top:0;background:{theme.panel};color:{theme.muted};font-weight:400;text-align:left;vertical-align:bottom}}"
        f".tl-read th,.tl-read td{{padding:.4rem .6rem;border-bottom:1px solid {theme.grid}}}"
        ".tl-read td.tl-num,.tl-read td.tl-one,.tl-id{white-space:nowrap}.tl-read .tl-num{text-align:right}.tl-read .tl-run{overflow-wrap:break-word}"
        ".tl-read td{vertical-align:top}.tl-read tr:last-child td{border-bottom:0}</style>"
        f"<div role='region' tabindex='0' class='tl-read tl-h{most_rem}' aria-label='{html.escape(label, quote=True)}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Any) -> str:
    return "" if pd.isna(cell) else _DAY_OR_ID.sub(_unbroken, html.escape(str(cell)))


def _unbroken(day_or_id: re.Match[str]) -> str:
    """A browser would break 2026-01-05 and SIM-001 behind a hyphen."""
    text = day_or_id[0]
    return f"<span class='tl-id'>{text}</span>" if len(text) <= _LONGEST_ON_ONE_LINE else text
