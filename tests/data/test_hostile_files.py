"""Safety checks on uploads (numbers as in the list of safety checks): crafted files end in a plain refusal, within bounds."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import struct
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.errors import TroughlineError
from data.importing import api, sandbox
from data.importing.readers import sniffing
from data.importing.readers.sniffing import sniff
from data.store import Store

HEADER = "patient_id,test,collected_at,value,unit\n"


def row(patient: str, value: str, day: int = 14) -> str:
    return f"{patient},tacrolimus,2026-01-{day:02d}T08:30,{value},ng/mL\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as opened:
        yield opened  # type: ignore[misc]


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path, within_s: float = 12.0) -> str:
    """The reason; the file must be refused, and in time."""
    started = time.perf_counter()
    with pytest.raises(TroughlineError) as caught:
        sandbox.read(path, sniff(path))
    assert time.perf_counter() - started < within_s
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 60, "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"PAR1\x15\x04\x15", "parquet"),
        (b"\x1f\x8b\x08\x00abc", "compressed"),
        (b"SQLite format 3\x00", "database"),
        (b"\x00\x00\x00\x00\x00\x00\x00\x00DUCK", "database"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>', "XML"),
        (b"<!DOCTYPE html><html></html>", "XML"),
        (os.urandom(50) + b"\x00" * 500 + bytes(range(256)), "not text"),
    ],
)
def test_08_content_decides_not_the_name(content: bytes, what: str, tmp_path: Path) -> None:
    path = written(tmp_path, "results.csv", content)
    with pytest.raises(TroughlineError, match=what):
        sniff(path)


def test_08_a_zip_or_an_empty_file_named_csv(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("labs.csv", HEADER)
    with pytest.raises(TroughlineError, match="Unpack"):
        sniff(path)
    with pytest.raises(TroughlineError, match="empty"):
        sniff(written(tmp_path, "empty.csv", b" \r\n "))


def test_08_headers_that_only_look_like_something_else_are_tables(tmp_path: Path) -> None:
    for content in (
        "MZ_ID,value\n1,2\n",
        "MSH,value\n1,2\n",
        "#preamble\na,b\n1,2\n",
        "BHS;x\n1;2\n",
        "PK,value\n1,2\n",
    ):
        assert sniff(written(tmp_path, "t.csv", content)) == sniffing.TEXT


def test_05_a_workbook_of_a_million_cells_is_refused(tmp_path: Path) -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + b"".join(
        b"<row>" + b'<c t="n"><v>1</v></c>' * 1000 + b"</row>" for _ in range(1000)
    ) + b"</sheetData></worksheet>"  # fmt: skip
    assert "1,000,000 cells" in refused(_workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet}))


def test_05_two_far_apart_cells_take_no_memory(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    refused(_workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet}))


def test_06_a_zip_of_ten_thousand_entries_is_refused(tmp_path: Path) -> None:
    assert "10,0" in refused(_workbook(tmp_path, {f"xl/media/{i}.png": b"x" for i in range(10_000)}))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "xl/../../evil.xml", "/etc/evil", "..\\evil.xml", "C:\\evil.xml"]
)
def test_06_names_that_lead_outside_are_refused(name: str, tmp_path: Path) -> None:
    assert "outside" in refused(_workbook(tmp_path, {name: b"<x/>"}))
    assert not (tmp_path.parent / "evil.xml").exists()


def test_06_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = _workbook(tmp_path, {"xl/sharedStrings.xml": b" " * (401 << 20)})
    assert "unfolds" in refused(bomb)


def test_06_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path, {"xl/sharedStrings.xml": b" " * (30 << 20)})
    content = path.read_bytes().replace(struct.pack("<I", 30 << 20), struct.pack("<I", 1000))
    refused(written(tmp_path, "liar.xlsx", content))


def test_07_billion_laughs_and_external_entities_are_refused(tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (i, (b"&a%d;" % (i - 1) if i > 1 else b"&a;") * 10) for i in range(1, 10)
    ) + b"]><sst><si><t>&a9;</t></si></sst>"  # fmt: skip
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": laughs}))
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>'
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": outside}))
    utf16 = b"\xff\xfe" + outside.decode().encode("utf-16-le")
    assert "entities" in refused(_workbook(tmp_path, {"xl/sharedStrings.xml": utf16}))
    with pytest.raises(TroughlineError):
        sniff(written(tmp_path, "laughs.csv", laughs))


def test_04_a_file_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.truncate(sniffing.SIZE_CAP_BYTES + 1)
    started = time.perf_counter()
    with pytest.raises(TroughlineError, match="200 MB"):
        sniff(path)
    with pytest.raises(TroughlineError, match="200 MB"):
        sandbox.read(path, "text")
    assert time.perf_counter() - started < 1


def _reader(name: str, **limits: int) -> sandbox.Reader:
    return sandbox.Reader("hostile_reader", name, limits.get("memory", 512) << 20, limits.get("cpu", 2))


@pytest.fixture
def hostile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that misbehave, found by the child through a start-up path of its own."""
    folder = tmp_path_factory.mktemp("readers")
    (folder / "hostile_reader.py").write_text(
        "import os, sys\n"
        "def spin(f, o, c):\n    while True: pass\n"
        "def grow(f, o, c):\n    x = []\n    while True: x.append(bytearray(10_000_000))\n"
        "def crash(f, o, c):\n    os.abort()\n"
        "def leave(f, o, c):\n    os._exit(0)\n"
        "def fail(f, o, c):\n    raise KeyError('José 00123')\n"
        "def write(f, o, c):\n    open(o['to'], 'w').write('x' * 10)\n"
        "def chatter(f, o, c):\n    print('B' * 100)\n    t = c.table(None, ['a']); c.add(t, 1, ['ok'])\n"
        "def spoil(f, o, c):\n    f.write(b'x')\n"
        "def recurse(f, o, c):\n    recurse(f, o, c)\n"
        "def env(f, o, c):\n    t = c.table(None, ['a']); c.add(t, 1, [' '.join(sorted(os.environ))])\n"
    )
    real = sandbox.subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        code = (
            f"import sys; sys.path.insert(0, {str(folder)!r}); from data.importing.child import main; main()"
        )
        return real([command[0], "-I", "-c", code, command[-1]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)


@pytest.mark.usefixtures("hostile")
def test_the_child_cannot_hurt_the_program(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "a")
    started = time.perf_counter()
    with pytest.raises(TroughlineError, match="more than 1 s"):
        sandbox.read(path, _reader("spin", cpu=1))
    assert time.perf_counter() - started < 10
    with pytest.raises(TroughlineError, match="more than 256 MB"):
        sandbox.read(path, _reader("grow", memory=256))
    for name in ("crash", "leave", "fail"):
        with pytest.raises(TroughlineError, match="damaged") as caught:
            sandbox.read(path, _reader(name))
        assert "José" not in str(caught.value)
    with pytest.raises(TroughlineError, match=r"more than|damaged"):
        sandbox.read(path, _reader("recurse"))


@pytest.mark.usefixtures("hostile")
def test_the_child_writes_nothing_and_sees_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "x.csv", "a")
    target = tmp_path / "written"
    with contextlib.suppress(TroughlineError):
        sandbox.read(path, _reader("write"), {"to": str(target)})
    assert not target.exists() or target.stat().st_size == 0
    with pytest.raises(TroughlineError):
        sandbox.read(path, _reader("spoil"))
    assert path.read_text() == "a"
    monkeypatch.setenv("TROUGHLINE_SECRET", "x")
    (table,) = sandbox.read(path, _reader("env"))
    assert "SECRET" not in table.rows["c0"][0].as_py()
    (table,) = sandbox.read(path, _reader("chatter"))
    assert table.rows["c0"].to_pylist() == ["ok"]


def test_the_child_starts_quickly(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", HEADER + row("1", "5"))
    times = []
    for _ in range(3):
        started = time.perf_counter()
        sandbox.read(path, "text", {"encoding": None})
        times.append(time.perf_counter() - started)
    assert min(times) < 1.0  # 0.1 s on a quiet machine


def test_02_an_unclosed_quote_and_lone_cr_answer_in_time(store: Store, tmp_path: Path) -> None:
    lines = [row(f"{i:05d}", "5.5") for i in range(20_000)]
    quoted = HEADER + 'P1,tacrolimus,2026-01-14T08:30,"5.5,ng/mL\n' + "".join(lines)
    for content, rows in ((quoted, 20_001), ((HEADER + "".join(lines)).replace("\n", "\r"), 20_000)):
        started = time.perf_counter()
        account = api.import_file(
            store, written(tmp_path, "q.csv", content), who="t", today=date(2026, 2, 1), dry_run=True
        )
        assert time.perf_counter() - started < 8
        assert account.refused is None
        assert account.rows == rows
        assert account.stored == 20_000


@pytest.mark.parametrize("count", [65_537])
def test_31_rows_beyond_a_sheet_are_all_accounted(count: int, store: Store, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "long.csv",
        HEADER + "".join(row(f"P{i % 5000}", str(i % 90 + 1), i // 5000 + 1) for i in range(count)),
    )
    account = api.import_file(store, path, who="t", today=date(2026, 2, 1), dry_run=True)
    assert account.rows == count
    assert account.refused is None


def test_31_1048577_rows_are_all_read(tmp_path: Path) -> None:
    path = written(tmp_path, "long.csv", HEADER + row("P1", "5.5") * 1_048_577)
    (table,) = sandbox.read(path, "text", {"encoding": None})
    assert table.rows.num_rows == 1_048_577
    assert table.row_numbers[-1].as_py() == 1_048_578


def test_json_bombs(tmp_path: Path) -> None:
    deep = '{"resourceType":"Observation","component":' + "[" * 100_000
    refused(written(tmp_path, "deep.json", deep))
    wide = json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": {"a" * 100: i}} for i in range(1000)]}
    )
    refused(written(tmp_path, "wide.json", wide))


def test_hl7_without_line_ends(tmp_path: Path) -> None:
    refused(written(tmp_path, "x.hl7", b"MSH|^~\\&|" + b"A" * (33 << 20)))


def test_the_upload_is_never_made_executable_or_changed(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", HEADER + row("1", "5"))
    before = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    sandbox.read(path, "text", {"encoding": None})
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == before


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
