"""Excel and OpenDocument workbooks: every visible sheet is a grid of text that takes the road of a CSV file.

Dates become ISO text, numbers the text that the sheet would show with 15 digits, so no reading of ours is a guess.
Formulas count with the value saved beside them; nothing in the file is run.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import Any, BinaryIO

from data.importing.readers import zip_guard
from data.importing.readers.collecting import Collector, RefusedError
from data.texts import files as texts

_HEADER_WITHIN_ROWS = 30
_PADDED = re.compile(r'<numFmt\b[^>]*?numFmtId="(\d+)"[^>]*?formatCode="(0{2,20})"')
_LIKE_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE_FORMAT = re.compile(r'<xf\b[^>]*?numFmtId="(\d+)"')
_STYLED_CELL = re.compile(r'<c r="([A-Z]{1,3})(\d{1,7})" s="(\d+)"')


def read(file: BinaryIO, options: dict[str, Any], collect: Collector) -> None:
    """Collect one table per visible sheet; rows carry their sheet row. Raises RefusedError.

    A numeric cell that the sheet shows with leading zeros (format 00000) keeps them: identifiers stay as people see them.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    zipped = file.read(2) == b"PK"
    file.seek(0)
    padding: dict[str, dict[tuple[int, int], int]] = {}
    if zipped:
        zip_guard.check(file)
        padding = _leading_zeros(file)
        file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
    except Exception as error:
        raise RefusedError(texts.NO_WORKBOOK) from error
    sheets = workbook.sheets_metadata
    for position, sheet in enumerate(sheets):
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        try:
            grid = workbook.get_sheet_by_index(position)
        except Exception as error:
            if "worksheet" in str(error).lower():  # a chart or a macro sheet has no cells
                continue
            raise RefusedError(texts.SHEET_DAMAGED.format(sheet=sheet.name)) from error
        if grid.end is None:
            continue
        if grid.total_height * grid.width >= 20 * zip_guard.MOST_CELLS:
            raise RefusedError(texts.SHEET_TOO_WIDE.format(sheet=sheet.name))
        first_column = grid.start[1] if grid.start else 0
        _sheet(grid, sheet.name, first_column, padding.get(sheet.name, {}), collect)
    if not collect.tables:
        raise RefusedError(texts.NO_SHEET)
    hidden = [s.name for s in sheets if s.visible != SheetVisibleEnum.Visible]
    if hidden:
        collect.note(0, texts.HIDDEN.format(sheets=", ".join(hidden)))


def _sheet(
    grid: Any, name: str, first_column: int, padding: dict[tuple[int, int], int], collect: Collector
) -> None:
    start: list[tuple[int, list[str]]] = []
    cells_read = 0
    rows = enumerate(grid.iter_rows(), start=1)
    table: int | None = None
    for number, row in rows:
        cells = [_text(cell) for cell in row]
        if padding:
            for i, cell in enumerate(cells):
                width = padding.get((number, first_column + i))
                if width and cell.isdigit():
                    cells[i] = cell.zfill(width)
        filled = sum(1 for c in cells if c.strip())
        if not filled:
            continue
        cells_read += filled
        if cells_read >= zip_guard.MOST_CELLS:
            raise RefusedError(texts.SHEET_TOO_FULL.format(sheet=name, most=f"{zip_guard.MOST_CELLS:,}"))
        if table is None:
            start.append((number, cells))
            if len(start) >= _HEADER_WITHIN_ROWS:
                table = _begin(start, name, collect)
            continue
        collect.add(table, number, cells)
    if table is None and start:
        _begin(start, name, collect)


def _begin(start: list[tuple[int, list[str]]], name: str, collect: Collector) -> int:
    """Find the header among the first filled rows: titles and notes above it fill fewer cells than the table does."""
    widths = sorted(_filled(cells) for _, cells in start)
    usual = widths[len(widths) // 2]
    header_at = next((i for i, (_, cells) in enumerate(start) if _filled(cells) >= max(2, 0.6 * usual)), 0)
    number, header = start[header_at]
    table = collect.table(None, [h.strip() for h in header], name)
    collect.note(table, texts.HEADER_IN.format(row=number))
    for row, cells in start[header_at + 1 :]:
        collect.add(table, row, cells)
    return table


def _filled(cells: list[str]) -> int:
    return sum(1 for c in cells if c.strip())


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e22:
            return str(int(cell))
        text = format(cell, ".15g")
        # of a number, unlike of a text, the point is known to mark decimals: 1.234 must not be taken for 1234
        return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text
    if isinstance(cell, dt.datetime):
        rounded = cell + dt.timedelta(microseconds=500_000) if cell.microsecond >= 500_000 else cell
        return rounded.isoformat(timespec="seconds").removesuffix("T00:00:00")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="seconds")
    return "" if cell is None else str(cell)


def _leading_zeros(file: BinaryIO) -> dict[str, dict[tuple[int, int], int]]:
    """Per sheet: (sheet row, 0-based column) -> digits shown, for cells formatted as 00000. Empty when there are none."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "xl/styles.xml" not in names:
                return {}
            styles = archive.read("xl/styles.xml").decode("utf-8", "replace")
            formats = {number: len(code) for number, code in _PADDED.findall(styles)}
            block = _STYLES.search(styles)
            if not formats or block is None:
                return {}
            padded = {i: formats[f] for i, f in enumerate(_STYLE_FORMAT.findall(block[0])) if f in formats}
            book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            targets = {}
            for tag in re.findall(r"<Relationship\b[^>]*>", links):
                key, target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
                if key and target:
                    targets[key[1]] = target[1]
            found: dict[str, dict[tuple[int, int], int]] = {}
            for tag in re.findall(r"<sheet\b[^>]*>", book):
                title, key = re.search(r'\bname="([^"]*)"', tag), re.search(r'\br:id="([^"]*)"', tag)
                part = "xl/" + targets.get(key[1], "").removeprefix("/xl/") if key else ""
                if title and part in names:
                    found[title[1]] = _padded_cells(archive.read(part).decode("utf-8", "replace"), padded)
            return found
    except (KeyError, zipfile.BadZipFile, OSError):
        return {}


def _padded_cells(sheet: str, padded: dict[int, int]) -> dict[tuple[int, int], int]:
    found = {}
    for letters, row, style in _STYLED_CELL.findall(sheet):
        width = padded.get(int(style))
        if width:
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            found[int(row), column - 1] = width
    return found
