"""Reads an untrusted file in a child process with limits on time and memory, and answers within bounds or refuses.

A crafted file may crash or stall a parser. Here only the child is hit: the program gets a plain refusal. The child is
started afresh (never forked from a process with threads), sees no environment, gets the file open for reading only, and
returns Arrow over a pipe.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa

from data.errors import TroughlineError
from data.importing.progress import Progress
from data.importing.raw import Problem, RawTable
from data.importing.readers import sniffing
from data.texts import files as texts

_MB = 1024 * 1024
_ROWS_PER_MB = 16_000  # a long lab CSV has some 60 bytes a row
_LARGEST_ANSWER = 1024 * _MB
_LARGEST_PIECE = 256 * _MB


@dataclass(frozen=True)
class Reader:
    """Where a format's reader lives and what it may use. cpu_s grows with the file where it is read line by line."""

    module: str
    function: str
    memory_bytes: int
    cpu_s: int
    cpu_s_per_million_rows: int = 0
    in_pieces: bool = False
    """The function takes (path, **options) and yields pieces of one RawTable instead of filling a collector."""

    def seconds(self, size: int) -> int:
        """CPU seconds for a file of this many bytes."""
        return self.cpu_s + int(self.cpu_s_per_million_rows * size / _MB * _ROWS_PER_MB / 1_000_000)


READERS: dict[str, Reader] = {
    sniffing.TEXT: Reader("data.importing.readers.delimited", "pieces", 1024 * _MB, 20, 60, in_pieces=True),
    sniffing.WORKBOOK: Reader("data.importing.readers.workbook", "read", 512 * _MB, 10),
    sniffing.HL7: Reader("data.importing.readers.hl7", "read", 1024 * _MB, 20, 60),
    sniffing.FHIR: Reader("data.importing.readers.fhir", "read", 1024 * _MB, 20, 60),
}


def read(
    path: str | Path,
    reader: str | Reader,
    options: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> list[RawTable]:
    """The tables in the file, read in a child process.

    reader: text, workbook, hl7 or fhir (as sniffing.sniff answers), or a Reader of one's own, whose function takes
    (file, options, collector) as in data.importing.readers.collecting. options must be JSON.
    Raises TroughlineError when the file is refused, crashes its reader, or goes beyond a limit.
    """
    if reader == sniffing.TEXT:
        parts = []
        total = rows = 0
        for part in pieces(path, options):
            total += part.rows.nbytes
            rows += part.rows.num_rows
            check_total(total)
            parts.append(part)
            if progress is not None:
                progress.read(rows, part.read_bytes)
        return [RawTable.joined(parts)]
    chosen = READERS[reader] if isinstance(reader, str) else reader
    with _started(Path(path), chosen, options or {}, sniffing.SIZE_CAP_BYTES) as child:
        tables = _receive(child.pipe, progress)
        if tables is None:
            raise child.failure()
        return tables


def pieces(
    path: str | Path,
    options: Mapping[str, object] | None = None,
    *,
    cap_bytes: int | None = sniffing.SIZE_CAP_BYTES,
) -> Iterator[RawTable]:
    """The table in a text file, a piece at a time while the child reads on; memory stays bounded.

    cap_bytes: a longer file is refused; None reads any length. Raises TroughlineError as read does, also after some pieces.
    """
    with _started(Path(path), READERS[sniffing.TEXT], options or {}, cap_bytes) as child:
        while True:
            frame = _frame(child.pipe, _LARGEST_PIECE)
            if frame is None:
                raise child.failure()
            letter, content = frame
            if letter == b"E":
                return
            if letter == b"P":
                cut = 4 + struct.unpack(">I", content[:4])[0]
                yield _table(json.loads(content[4:cut]), _batches(memoryview(content)[cut:]))


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    cpu_s: int
    memory_bytes: int
    timed_out: threading.Event

    @property
    def pipe(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def failure(self) -> TroughlineError:
        """Why it broke off."""
        self.pipe.close()
        return TroughlineError(
            _why(self.process.wait(), self.timed_out.is_set(), self.cpu_s, self.memory_bytes)
        )


@contextmanager
def _started(
    path: Path, chosen: Reader, options: Mapping[str, object], cap_bytes: int | None
) -> Iterator[_Child]:
    """A child that reads the file, and is gone afterwards, however it ends."""
    size = path.stat().st_size
    if cap_bytes is not None and size > cap_bytes:
        raise TroughlineError(texts.TOO_LONG.format(size=f"{size / _MB:.0f}", most=cap_bytes // _MB))
    cpu_s = chosen.seconds(size)
    orders: dict[str, object] = {
        "module": chosen.module,
        "function": chosen.function,
        "cpu_s": cpu_s,
        "memory_bytes": chosen.memory_bytes,
        "in_pieces": chosen.in_pieces,
        "options": dict(options),
    }
    with path.open("rb") as file, _letter(orders) as letter:
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "data.importing.child", letter.text],
            pass_fds=letter.fds,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could hold patients' values
            env=_environment(),
            cwd=str(Path(path.anchor or "/")),
            start_new_session=True,  # Ctrl-C is for the program, which then ends the child
        )
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        process.kill()

    # the CPU limit stops a busy child; the clock stops one that waits. Generous, since the machine may be busy, and since
    # the child of a long file waits while the program stores what it has read
    clock = threading.Timer(10 * cpu_s + 10 if chosen.in_pieces else 3 * cpu_s + 10, stop)
    clock.daemon = True
    clock.start()
    try:
        yield _Child(process, cpu_s, chosen.memory_bytes, timed_out)
    finally:
        clock.cancel()
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


@dataclass(frozen=True)
class _Letter:
    """What the child is told: on its command line, or, when long, in an unnamed file of ours."""

    text: str
    fds: tuple[int, ...] = ()


@contextmanager
def _letter(orders: dict[str, object]) -> Iterator[_Letter]:
    text = json.dumps(orders)
    if len(text) < 60_000:
        yield _Letter(text)
        return
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        file.seek(0)
        yield _Letter(json.dumps({"orders_in": file.fileno()}), (file.fileno(),))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    # few threads and pools: each reserves address space, which is what the memory limit counts
    return kept | {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _frame(pipe: IO[bytes], largest: int) -> tuple[bytes, bytes] | None:
    """The next frame; None when the child broke off. Raises TroughlineError when it refuses the file."""
    head = pipe.read(9)
    if len(head) < 9:
        return None
    letter, length = head[:1], struct.unpack(">Q", head[1:])[0]
    check_total(length, largest)
    content = pipe.read(length)
    if len(content) < length:
        return None
    if letter == b"X":
        raise TroughlineError(str(json.loads(content)["reason"]))
    return letter, content


def _batches(content: bytes | memoryview) -> list[pa.RecordBatch]:
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        batches = list(stream)
    for batch in batches:
        batch.validate(full=True)
    return batches


def _receive(pipe: IO[bytes], progress: Progress | None) -> list[RawTable] | None:
    """The tables of a child that came to its end; None when it broke off."""
    batches: dict[int, list[pa.RecordBatch]] = {}
    descriptions: list[dict[str, object]] = []
    total = rows = 0
    while True:
        frame = _frame(pipe, _LARGEST_ANSWER - total)
        if frame is None:
            return None
        letter, content = frame
        total += len(content)
        if letter == b"B":
            number = struct.unpack(">I", content[:4])[0]
            found = _batches(content[4:])
            batches.setdefault(number, []).extend(found)
            rows += sum(batch.num_rows for batch in found)
            if progress is not None:
                progress.read(rows, 0)
        elif letter == b"J":
            descriptions = json.loads(content)
        elif letter == b"E":
            return [_table(d, batches.get(number, [])) for number, d in enumerate(descriptions)]


def check_total(total: int, largest: int = _LARGEST_ANSWER) -> None:
    """Raises TroughlineError when a file unfolds to more bytes than are held at once."""
    if total > largest:
        raise TroughlineError(texts.TOO_MUCH_TEXT)


def _table(description: dict[str, object], batches: list[pa.RecordBatch]) -> RawTable:
    header = [str(h) for h in description["header"]]  # type: ignore[attr-defined]
    names = [f"c{i}" for i in range(len(header))]
    schema = pa.schema([("row", pa.int64()), *((n, pa.string()) for n in names)])
    whole = pa.Table.from_batches(batches, schema)
    notes = [str(n) for n in description["notes"]]  # type: ignore[attr-defined]
    return RawTable(
        header=header,
        rows=whole.drop_columns(["row"]),
        row_numbers=whole.column("row").combine_chunks(),
        problems=[Problem(*p) for p in description["problems"]],  # type: ignore[attr-defined]
        kind=description["kind"],  # type: ignore[arg-type]
        notes=notes,
        delimiter=str(description.get("delimiter", "")),
        **{"sheet" if description["kind"] is None else "form": str(description["name"])},  # type: ignore[arg-type]
        read_bytes=int(description.get("read_bytes", 0)),  # type: ignore[call-overload]
    )


def _why(status: int, timed_out: bool, cpu_s: int, memory_bytes: int) -> str:
    if timed_out or status in (-24, -9, 152, 137):  # SIGXCPU, SIGKILL
        return texts.TOO_SLOW.format(seconds=cpu_s)
    if status == 91:
        return texts.TOO_LARGE.format(most=memory_bytes // _MB)
    return texts.DAMAGED
