"""What several commands need: the store, the day, who asks, and tables as text, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import getpass
import json
import math
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from data.errors import TroughlineError, why
from data.store import Store, default_path

if TYPE_CHECKING:
    import pandas as pd

    from analytics.settings import Settings


EXIT_STATUS = (
    "0 when every row was taken, known already or not monitored; 1 when the rest is stored but rows were "
    "rejected or set aside; 2 when a file was refused, of which nothing is stored."
)


def store_path(arguments: argparse.Namespace) -> Path:
    """Where the store is that --store names, else the usual one."""
    return Path(arguments.store or default_path()).expanduser().absolute()


def kinds(keys: str, form: str = "") -> str:
    """'patients+labs' as words of --kind, with the format where the file is no table."""
    words = ", ".join(keys.split("+"))
    return f"{form}: {words}" if form else words


def open_store(arguments: argparse.Namespace, *, create: bool = False) -> Store:
    """The store named by --store, else the usual one."""
    from analytics.settings import clinic_file, time_zone

    path = store_path(arguments)
    zone = time_zone(clinic_file(path)) if create and not path.exists() else None
    return Store.open(path, create=create, time_zone=zone)


def today(store: Store) -> date:
    """The calendar day at the clinic; time enters here."""
    return datetime.now(store.time_zone).date()


def who() -> str:
    """The operating system's user, for the change list."""
    try:
        return f"{getpass.getuser()} (command)"
    except (KeyError, OSError):
        return "command"


def settings(store: Store) -> Settings:
    """The settings in force for this store."""
    from analytics.settings import in_force

    return in_force(store.path)


def day_options(parser: argparse.ArgumentParser) -> None:
    """--as-of and --known-on."""
    from dashboard.cli import day

    parser.add_argument(
        "--as-of", type=day, metavar="DATE", help="the day the question is asked for (default: today)"
    )
    parser.add_argument(
        "--known-on", type=day, metavar="DATE", help="use only what the clinic could know by this day"
    )


def format_option(parser: argparse.ArgumentParser) -> None:
    """--format."""
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")


def known_patient(store: Store, patient: str) -> str:
    """The id, when anything is on record under it. Raises TroughlineError when it is not."""
    if (
        store.value("SELECT 1 FROM patients WHERE patient_id = $patient LIMIT 1", {"patient": patient})
        is None
    ):
        raise TroughlineError(
            f"No patient {patient!r} on record. Ids are text and case counts: 00123 is not 123."
        )
    return patient


def write(frame: pd.DataFrame, columns: Sequence[str], style: str, stream: TextIO | None = None) -> None:
    """Print the columns of a frame as a table for reading, as CSV or as JSON rows."""
    out = stream or sys.stdout
    rows = [
        tuple(plain(value) for value in row)
        for row in frame[list(columns)].itertuples(index=False, name=None)
    ]
    if style == "json":
        json.dump([dict(zip(columns, row, strict=True)) for row in rows], out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif style == "csv":
        from data.exporting import safe_cell  # loads pyarrow, which the other styles do not need

        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(text(cell)) for cell in row] for row in rows)
    else:
        _table(out, columns, [[printable(text(cell)) for cell in row] for row in rows])


def plain(value: Any) -> Any:
    """A cell as JSON knows it: missing is None, days and moments are text, numbers have at most 6 decimals."""
    if value is None:
        return None
    if isinstance(value, datetime):
        if value != value:  # NaT
            return None
        return (
            value.date().isoformat()
            if not (value.hour or value.minute or value.second)
            else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, float) or hasattr(value, "dtype"):
        number = value.item() if hasattr(value, "item") else value
        if isinstance(number, float):
            return None if math.isnan(number) else whole(round(number, 6))
        return plain(number)
    return None if value != value else str(value)


def whole(number: float) -> float | int:
    """2.0 as 2."""
    return int(number) if number.is_integer() else number


def text(cell: Any) -> str:
    """A cell as text: missing is empty, numbers without exponent."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def printable(cell: str) -> str:
    """A text without control characters, so that a file's content cannot drive the terminal."""
    return "".join(c if c.isprintable() else "�" for c in cell)


def _table(out: TextIO, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, ["-" * width for width in widths], *rows):
        out.write(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        )


def write_file(path: Path, content: bytes) -> None:
    """A file for its owner only. Raises TroughlineError when it cannot be written."""
    try:
        path.write_bytes(content)
        path.chmod(0o600)
    except OSError as error:
        raise TroughlineError(f"{path} cannot be written: {why(error)}. Name another file.") from error


def say(*lines: str) -> None:
    """Messages on standard error."""
    for line in lines:
        print(printable(line), file=sys.stderr)


def listed(words: Iterable[str]) -> str:
    """a, b, c."""
    return ", ".join(words)
