"""Workbooks for tests, as bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

LEVELS = [["MRN", "Test", "Collected", "Result", "Unit"], ["P1", "Tacrolimus", "2026-03-02", 9.1, "ng/mL"]]
MINERALS = [["patient", "date", "Calcium (mg/dL)", "Phosphorus (mg/dL)"], ["P1", "2026-03-02", 9.8, 4.1]]
"""Rows of two sheets that share no column."""


def book(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets, in their order."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
