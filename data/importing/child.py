"""The child process that reads one untrusted file. Started by data.importing.sandbox, never imported by the program.

The file comes in as standard input (open for reading only), the rows go out as frames on standard output: one letter,
eight bytes of length, then the content. J the tables' descriptions (JSON), B a batch of one (Arrow), P a piece of a long table
(length of its description, description, Arrow), E the end, X a refusal.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from data.errors import TroughlineError
from data.importing.readers.collecting import Collected, Collector, RefusedError


def main() -> None:
    """Limits first, then the reader named on the command line: module, function, limits and options as one JSON object."""
    orders = json.loads(sys.argv[1])
    if "orders_in" in orders:
        with open(orders["orders_in"], "rb") as letter:
            orders = json.load(letter)
    _limit(orders["cpu_s"], orders["memory_bytes"])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may be taken for a frame
    try:
        with open(0, "rb", closefd=False) as file:
            _read(orders, file, out)
    except (RefusedError, TroughlineError) as refusal:
        _frame(out, b"X", json.dumps({"reason": str(refusal)}).encode())
    except (MemoryError, RecursionError):
        os._exit(91)  # building a message could fail again; the parent knows this number
    except BaseException:  # also panics of compiled readers, which are no Exception
        os._exit(92)
    os._exit(0)


def _limit(cpu_s: int, memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold patients' data
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file
    with contextlib.suppress(ValueError, OSError):  # macOS does not know it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _read(orders: dict[str, Any], file: BinaryIO, out: BinaryIO) -> None:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # pyarrow starts three times as fast without
    import pyarrow as pa

    def flush(number: int, table: Collected) -> None:
        columns, row_numbers = table.take()
        if not row_numbers:
            return
        names = ["row", *(f"c{i}" for i in range(len(columns)))]
        arrays = [pa.array(row_numbers, pa.int64()), *(pa.array(c, pa.string()) for c in columns)]
        batch = pa.record_batch(arrays, names=names)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        _frame(out, b"B", struct.pack(">I", number) + sink.getvalue().to_pybytes())

    reader = getattr(importlib.import_module(orders["module"]), orders["function"])
    if orders["in_pieces"]:
        with ThreadPoolExecutor(1) as beside:
            handed = beside.submit(lambda: None)
            for table in reader(Path("/dev/stdin"), **orders["options"]):
                handed.result()
                handed = beside.submit(_hand_over, table, out)  # the next piece is read meanwhile
            handed.result()
        _frame(out, b"E", b"")
        return
    collector = Collector(flush)
    reader(file, orders["options"], collector)
    for number, table in enumerate(collector.tables):
        flush(number, table)
    descriptions = [
        {"kind": t.kind, "header": t.header, "name": t.name, "problems": t.problems, "notes": t.notes}
        for t in collector.tables
    ]
    _frame(out, b"J", json.dumps(descriptions, ensure_ascii=True).encode())
    _frame(out, b"E", b"")


def _hand_over(table: Any, out: BinaryIO) -> None:
    """A piece of a table: its description and its rows in one frame."""
    import pyarrow as pa

    rows = table.rows.add_column(0, "row", table.row_numbers)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    content = sink.getvalue()
    problems = [(p.row, p.column, p.value, p.reason, p.outcome) for p in table.problems]
    description = json.dumps({
        "kind": table.kind, "header": table.header, "name": "", "problems": problems, "notes": table.notes,
        "delimiter": table.delimiter, "read_bytes": table.read_bytes,
    }).encode()  # fmt: skip
    description += b" " * (
        -(4 + len(description)) % 8
    )  # so that the numbers after it lie where a processor wants them
    out.write(b"P" + struct.pack(">Q", 4 + len(description) + content.size))
    out.write(struct.pack(">I", len(description)) + description)
    out.write(content)
    out.flush()


def _frame(out: BinaryIO, letter: bytes, content: bytes) -> None:
    out.write(letter + struct.pack(">Q", len(content)))
    out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
