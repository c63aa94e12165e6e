"""Safety checks 5 to 7: crafted workbooks, zips and XML end in a plain refusal, within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import openpyxl
import pytest

from data.errors import TroughlineError
from data.importing.readers.sniffing import sniff

Refused = Callable[[Path], str]
WithinCpu = Callable[[float], AbstractContextManager[None]]


def test_05_a_workbook_of_a_million_cells_is_refused(tmp_path: Path, refused: Refused) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + b"".join(
        b"<row>" + b'<c t="n"><v>1</v></c>' * 1000 + b"</row>" for _ in range(1000)
    ) + b"</sheetData></worksheet>"  # fmt: skip
    assert "1,000,000 cells" in refused(_workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet}))


def test_05_two_far_apart_cells_take_no_memory(tmp_path: Path, refused: Refused) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    refused(_workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet}))


def test_06_a_zip_of_ten_thousand_entries_is_refused(tmp_path: Path, refused: Refused) -> None:
    assert "10,0" in refused(_workbook(tmp_path, {f"xl/media/{i}.png": b"x" for i in range(10_000)}))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "xl/../../evil.xml", "/etc/evil", "..\\evil.xml", "C:\\evil.xml"]
)
def test_06_names_that_lead_outside_are_refused(name: str, tmp_path: Path, refused: Refused) -> None:
    assert "outside" in refused(_workbook(tmp_path, {name: b"<x/>"}))
    assert not (tmp_path.parent / "evil.xml").exists()


def test_06_a_zip_bomb_is_refused(tmp_path: Path, refused: Refused) -> None:
    bomb = _workbook(tmp_path, {"xl/sharedStrings.xml": b" " * (401 << 20)})
    assert "unfolds" in refused(bomb)


def test_06_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = _workbook(tmp_path, {"xl/sharedStrings.xml": b" " * (30 << 20)})
    content = path.read_bytes().replace(struct.pack("<I", 30 << 20), struct.pack("<I", 1000))
    refused(_written(tmp_path, "liar.xlsx", content))


def test_07_billion_laughs_and_external_entities_are_refused(tmp_path: Path, refused: Refused) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (i, (b"&a%d;" % (i - 1) if i > 1 else b"&a;") * 10) for i in range(1, 10)
    ) + b"]><sst><si><t>&a9;</t></si></sst>"  # fmt: skip
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": laughs}))
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": outside}))
    utf16 = b"\xff\xfe" + outside.decode().encode("utf-16-le")
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": utf16}))
    with pytest.raises(TroughlineError):
        sniff(_written(tmp_path, "laughs.csv", laughs))


def _workbook(tmp_path: Path, parts: dict[str, bytes]) -> Path:
    """A healthy workbook with some parts put in or replaced."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["PID", "VALUE"])
    book.active.append(["1", 2])
    healthy = io.BytesIO()
    book.save(healthy)
    path = tmp_path / "hostile.xlsx"
    with (
        zipfile.ZipFile(healthy) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name) if "\\" in name else name, content)
    return path


def _written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path
