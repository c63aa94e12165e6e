"""Files of any length: read in pieces, stored in batches, all or none, and ended by whoever waits."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import cli
from dashboard.commands import waiting
from data.importing import reading
from data.importing.api import import_file
from data.importing.progress import CancelledError
from data.importing.readers import delimited, sniffing, text_blocks
from data.store import Store

TODAY = date(2026, 11, 22)
HEADER = "patient_id,test,collected_at,value,unit,comment\n"


def written(folder: Path, content: str | bytes, name: str = "long.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(count: int) -> str:
    return "".join(
        f"P{n % 97},calcium,2026-01-{n % 28 + 1:02d}T{n % 24:02d}:30,{8 + n % 30 / 10},mg/dL,\n"
        for n in range(count)
    )


TRICKY = (
    HEADER + rows(50) + 'P1,calcium,2026-01-05,9.1,mg/dL,"first\nsecond, with ""quotes""\nthird"\n' + rows(50),
    HEADER + rows(30) + 'P1,calcium,2026-01-05,"9.1,mg/dL,never closed\n' + rows(80) + "ragged,row\n\n\n" + rows(9),
    (HEADER + rows(60)).replace("\n", "\r\n"),
    (HEADER + rows(60)).replace("\n", "\r"),
    "# preamble\n\n" + HEADER + rows(40) + "P2,calcium,2026-01-05,9.1,mg/dL,Jos\u00e9 \u00b5 \U0001f600\n" + rows(20),
)  # fmt: skip


@pytest.mark.parametrize("content", TRICKY)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("block", [64, 500, 1 << 20])
def test_pieces_are_the_file_as_read_at_once(
    content: str, codec: str, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, content.encode(codec))
    whole = delimited.read(path)
    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", max(block, 512 if codec == "utf-8" else 1024))
    parts = delimited.read(path)
    assert parts.header == whole.header
    if '"9.1,mg' in content:  # an unclosed quote is looked for within a piece: the rows after it are the same
        assert len(parts.rows) + len(parts.problems) == len(whole.rows) + len(whole.problems)
        return
    assert parts.rows.to_pylist() == whole.rows.to_pylist()
    assert parts.row_numbers.to_pylist() == whole.row_numbers.to_pylist()
    assert parts.problems == whole.problems


def test_a_long_file_gone_through_twice_ends_as_a_short_one(
    clinic_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEADER + rows(400) + "P1,calcium,2026-02-30,9,mg/dL,\nragged\n")
    short = import_file(clinic_store, path, who="t", today=TODAY, dry_run=True)
    monkeypatch.setattr(reading, "LONG_BYTES", 0)
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 70)
    long = import_file(clinic_store, path, who="t", today=TODAY)
    assert long.refused is None
    assert long.counts() == short.counts()
    assert long.problems == short.problems


def test_the_cap_is_for_uploads_and_not_for_the_command(
    clinic_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEADER + rows(40))
    monkeypatch.setattr(sniffing, "SIZE_CAP_BYTES", 500)
    monkeypatch.setattr(reading, "LONG_BYTES", 500)
    assert "at most" in (import_file(clinic_store, path, who="t", today=TODAY).refused or "")
    assert import_file(clinic_store, path, who="t", today=TODAY, long_text=True).stored == 40


def test_a_day_only_correction_at_the_edge_of_a_batch_finds_its_result(
    clinic_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        "patient_id,test,collected_at,value,unit,status\n",
        "P1,calcium,2026-01-05,9.9,mg/dL,corrected\n",
    ]
    lines += [f"Q{n},calcium,2026-01-05,9,mg/dL,final\n" for n in range(20)]
    lines += ["P1,calcium,2026-01-05T08:00,9.1,mg/dL,final\n"]
    path = written(tmp_path, "".join(lines))
    whole = import_file(clinic_store, path, who="t", today=TODAY, dry_run=True)
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 5)
    parts = import_file(clinic_store, path, who="t", today=TODAY)
    assert parts.counts() == whole.counts()
    found = clinic_store.read("SELECT DISTINCT collected_at FROM results WHERE patient_id = 'P1'")
    assert len(found) == 1


def test_names_are_compared_over_the_whole_file_when_it_goes_in_batches(
    clinic_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        "patient_id,test,collected_at,value,unit,patient_name\n",
        "P1,calcium,2026-01-05,9,mg/dL,Jane Doe\n",
    ]
    lines += [f"Q{n},calcium,2026-01-05,9,mg/dL,Some One\n" for n in range(20)]
    lines += ["P1,calcium,2026-01-06,9,mg/dL,John Roe\n"]
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 5)
    account = import_file(clinic_store, written(tmp_path, "".join(lines)), who="t", today=TODAY)
    assert (account.stored, account.set_aside) == (20, 2)


@pytest.mark.parametrize("stage", ["reading", "storing"])
def test_cancel_leaves_nothing_behind(
    stage: str, clinic_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 100)
    heard: list[tuple[str, int, float]] = []

    def told(now: str, count: int, part: float) -> None:
        heard.append((now, count, part))
        if now == stage and count >= 100:
            raise CancelledError

    path = written(tmp_path, HEADER + rows(400))
    account = import_file(clinic_store, path, who="t", today=TODAY, told=told)
    assert account.refused == "Cancelled: nothing of it is stored."
    for table in ("results", "patients", "imports", "set_aside", "changes"):
        assert clinic_store.value(f"SELECT count(*) FROM {table}") == 0, table
    assert [part for *_, part in heard] == sorted(part for *_, part in heard)
    assert import_file(clinic_store, path, who="t", today=TODAY).stored == 400


def test_ctrl_c_on_the_command_stores_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, store = written(tmp_path, HEADER + rows(300)), tmp_path / "c.duckdb"
    real = waiting.Line.tell

    def tell(line: waiting.Line, stage: str, count: int, part: float) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        real(line, stage, count, part)

    monkeypatch.setattr(waiting.Line, "tell", tell)
    before = signal.getsignal(signal.SIGINT)
    assert cli.main(["import", str(path), str(path), "--store", str(store)]) == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert "nothing" in capsys.readouterr().err
    with Store.open(store) as opened:
        assert opened.value("SELECT count(*) FROM results") == 0


def test_progress_on_a_terminal_says_rows_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import threading

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    clock = iter([0.0, 1.0, 10.0])
    monkeypatch.setattr(waiting.time, "monotonic", lambda: next(clock))
    out: Any = Terminal()
    line = waiting.Line("long.csv", threading.Event(), out)
    line.tell("reading", 10, 0.1)
    assert out.getvalue() == ""
    line.tell("storing", 1_500_000, 0.25)
    assert out.getvalue() == "\rlong.csv: storing, 1,500,000 rows, 25%, about 30 s left"
    line.clear()
    assert waiting.time_left(100, 0.1) == "about 15 min left"


def test_a_confirmed_encoding_is_used_for_the_next_file_of_that_header(
    clinic_store: Store, tmp_path: Path
) -> None:
    def file(value: str) -> bytes:
        return f"PID;DATE;TEST;VALUE;UNIT\nJos\u00e9;2026-01-05;Calcium;{value};mg/dL\n".encode("cp850")

    refused = import_file(clinic_store, written(tmp_path, file("9,1")), who="t", today=TODAY)
    assert "--encoding" in (refused.refused or "")
    import_file(clinic_store, written(tmp_path, file("9,1")), who="t", today=TODAY, encoding="cp850")
    later = import_file(clinic_store, written(tmp_path, file("9,2")), who="t", today=TODAY)
    assert later.refused is None
    assert "read as cp850" in later.notes[0]
    assert clinic_store.value("SELECT DISTINCT patient_id FROM results") == "Jos\u00e9"
