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
from data.importing.raw import Problem, RawTable
from data.importing.readers import sniffing

_MB = 1024 * 1024
_ROWS_PER_MB = 16_000  # a long lab CSV has some 60 bytes a row
_LARGEST_ANSWER = 1024 * _MB


@dataclass(frozen=True)
class Reader:
    """Where a format's reader lives and what it may use. cpu_s grows with the file where it is read line by line."""

    module: str
    function: str
    memory_bytes: int
    cpu_s: int
    cpu_s_per_million_rows: int = 0
    whole: bool = False
    """The function takes (path, **options) and returns a RawTable instead of filling a collector."""

    def seconds(self, size: int) -> int:
        """CPU seconds for a file of this many bytes."""
        return self.cpu_s + int(self.cpu_s_per_million_rows * size / _MB * _ROWS_PER_MB / 1_000_000)


READERS: dict[str, Reader] = {
    sniffing.TEXT: Reader("data.importing.readers.delimited", "read", 1024 * _MB, 20, 60, whole=True),
    sniffing.WORKBOOK: Reader("data.importing.readers.workbook", "read", 512 * _MB, 10),
    sniffing.HL7: Reader("data.importing.readers.hl7", "read", 1024 * _MB, 20, 60),
    sniffing.FHIR: Reader("data.importing.readers.fhir", "read", 1024 * _MB, 20, 60),
}


def read(
    path: str | Path, reader: str | Reader, options: Mapping[str, object] | None = None
) -> list[RawTable]:
    """The tables in the file, read in a child process.

    reader: workbook, hl7 or fhir (as sniffing.sniff answers), or a Reader of one's own, whose function takes
    (file, options, collector) as in data.importing.readers.collecting. options must be JSON.
    Raises TroughlineError when the file is refused, crashes its reader, or goes beyond a limit.
    """
    path = Path(path)
    chosen = READERS[reader] if isinstance(reader, str) else reader
    size = path.stat().st_size
    if size > sniffing.SIZE_CAP_BYTES:
        raise TroughlineError(
            f"The file has {size / _MB:.0f} MB; at most {sniffing.SIZE_CAP_BYTES // _MB} MB are read. Split it."
        )
    cpu_s = chosen.seconds(size)
    orders: dict[str, object] = {
        "module": chosen.module,
        "function": chosen.function,
        "cpu_s": cpu_s,
        "memory_bytes": chosen.memory_bytes,
        "whole": chosen.whole,
        "options": dict(options or {}),
    }
    with path.open("rb") as file, _letter(orders) as letter:
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", "data.importing.child", letter.text],
            pass_fds=letter.fds,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could hold patients' values
            env=_environment(size),
            cwd=str(Path(path.anchor or "/")),
        )
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        child.kill()

    # the CPU limit stops a busy child; the clock stops one that waits. Generous, since the machine may be busy
    clock = threading.Timer(3 * cpu_s + 10, stop)
    clock.daemon = True
    clock.start()
    try:
        assert child.stdout is not None
        tables = _receive(child.stdout)
    except BaseException:
        child.kill()
        raise
    finally:
        clock.cancel()
        if child.stdout is not None:
            child.stdout.close()
        status = child.wait()
    if tables is not None:
        return tables
    raise TroughlineError(_why(status, timed_out.is_set(), cpu_s, chosen.memory_bytes))


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


def _environment(size: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    if (
        size > 80 * _MB
    ):  # give pieces back to the system at once: slower, but a long file stays within its memory
        kept |= {"MALLOC_MMAP_THRESHOLD_": "65536"}
    # few threads and pools: each reserves address space, which is what the memory limit counts
    return kept | {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _receive(pipe: IO[bytes]) -> list[RawTable] | None:
    """The tables of a child that came to its end; None when it broke off."""
    batches: dict[int, list[pa.RecordBatch]] = {}
    descriptions: list[dict[str, object]] = []
    total = 0
    while True:
        head = pipe.read(1)
        if head == b"S":
            with pa.ipc.open_stream(pa.PythonFile(pipe, mode="r")) as stream:
                for batch in stream:
                    total += batch.nbytes
                    _check_total(total)
                    batch.validate(full=True)
                    batches.setdefault(0, []).append(batch)
            continue
        head += pipe.read(8)
        if len(head) < 9:
            return None
        letter, length = head[:1], struct.unpack(">Q", head[1:])[0]
        total += length
        _check_total(total)
        content = pipe.read(length)
        if len(content) < length:
            return None
        if letter == b"X":
            raise TroughlineError(str(json.loads(content)["reason"]))
        if letter == b"B":
            number = struct.unpack(">I", content[:4])[0]
            with pa.ipc.open_stream(pa.BufferReader(content[4:])) as stream:
                for batch in stream:
                    batch.validate(full=True)
                    batches.setdefault(number, []).append(batch)
        elif letter == b"J":
            descriptions = json.loads(content)
        elif letter == b"E":
            return [_table(d, batches.get(number, [])) for number, d in enumerate(descriptions)]


def _check_total(total: int) -> None:
    if total > _LARGEST_ANSWER:
        raise TroughlineError("The file unfolds to more than 1 GiB of text and is refused. Split it.")


def _table(description: dict[str, object], batches: list[pa.RecordBatch]) -> RawTable:
    header = [str(h) for h in description["header"]]  # type: ignore[attr-defined]
    names = [f"c{i}" for i in range(len(header))]
    schema = pa.schema([("row", pa.int64()), *((n, pa.string()) for n in names)])
    whole = pa.Table.from_batches(batches, schema)
    notes = [str(n) for n in description["notes"]]  # type: ignore[attr-defined]
    if description["name"]:
        notes.insert(0, str(description["name"]))
    return RawTable(
        header=header,
        rows=whole.drop_columns(["row"]),
        row_numbers=whole.column("row").combine_chunks(),
        problems=[Problem(*p) for p in description["problems"]],  # type: ignore[attr-defined]
        kind=description["kind"],  # type: ignore[arg-type]
        notes=notes,
        delimiter=str(description.get("delimiter", "")),
    )


def _why(status: int, timed_out: bool, cpu_s: int, memory_bytes: int) -> str:
    if timed_out or status in (-24, -9, 152, 137):  # SIGXCPU, SIGKILL
        return f"The file was refused: reading it took more than {cpu_s} s. Split it, or export it anew."
    if status == 91:
        return f"The file was refused: reading it needs more than {memory_bytes // _MB} MB. Split it, or export it anew."
    return "The file was refused: it is damaged, or made so that its reader stops. Export it anew, for example as CSV."
