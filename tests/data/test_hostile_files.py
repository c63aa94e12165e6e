"""Safety checks on uploads (numbers as in the list of safety checks): crafted files end in a plain refusal, within bounds."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.importing import api, sandbox
from data.importing.readers import sniffing
from data.importing.readers.sniffing import sniff
from data.store import Store

Refused = Callable[[Path], str]
WithinCpu = Callable[[float], AbstractContextManager[None]]


HEADER = "patient_id,test,collected_at,value,unit\n"


def row(patient: str, value: str, day: int = 14) -> str:
    return f"{patient},tacrolimus,2026-01-{day:02d}T08:30,{value},ng/mL\n"


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


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


def test_04_a_file_over_the_cap_is_refused_unread(tmp_path: Path, within_cpu: WithinCpu) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.truncate(sniffing.SIZE_CAP_BYTES + 1)
    with within_cpu(1):
        for read in (sniff, lambda file: sandbox.read(file, "text")):
            with pytest.raises(TroughlineError, match="200 MB"):
                read(path)


def test_02_an_unclosed_quote_and_lone_cr_answer_in_time(
    store: Store, tmp_path: Path, within_cpu: WithinCpu
) -> None:
    lines = [row(f"{i:05d}", "5.5") for i in range(20_000)]
    quoted = HEADER + 'P1,tacrolimus,2026-01-14T08:30,"5.5,ng/mL\n' + "".join(lines)
    for content, rows in ((quoted, 20_001), ((HEADER + "".join(lines)).replace("\n", "\r"), 20_000)):
        path = written(tmp_path, "q.csv", content)
        with within_cpu(5):
            account = api.import_file(store, path, who="t", today=date(2026, 2, 1), dry_run=True)
        assert account.refused is None
        assert account.rows == rows
        assert account.stored == 20_000


@pytest.mark.parametrize("count", [65_537, 1_048_577])
def test_31_rows_beyond_a_sheet_are_all_accounted(count: int, store: Store, tmp_path: Path) -> None:
    results = "".join(
        f"P{i // 672},tacrolimus,2026-01-{i // 24 % 28 + 1:02d}T{i % 24:02d}:30,5.5,ng/mL\n"
        for i in range(count - 2)
    )
    path = written(tmp_path, "long.csv", HEADER + results + "ragged\n" + row("P1", ""))
    account = api.import_file(store, path, who="t", today=date(2026, 2, 1), dry_run=True)
    assert account.refused is None
    assert (account.rows, account.stored, account.rejected) == (count, count - 2, 2)
    assert [problem.row for problem in account.problems] == [count, count + 1]


def test_json_bombs(tmp_path: Path, refused: Refused) -> None:
    deep = '{"resourceType":"Observation","component":' + "[" * 100_000
    refused(written(tmp_path, "deep.json", deep))
    wide = json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": {"a" * 100: i}} for i in range(1000)]}
    )
    refused(written(tmp_path, "wide.json", wide))


def test_hl7_without_line_ends(tmp_path: Path, refused: Refused) -> None:
    refused(written(tmp_path, "x.hl7", b"MSH|^~\\&|" + b"A" * (33 << 20)))
