"""Import, preview and undo: the three doors of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from data.importing import undoing
from data.importing.account import Account, Preview
from data.importing.previewing import preview_of
from data.importing.progress import Told
from data.importing.running import Order, run_file
from data.store import Store


def import_file(
    store: Store,
    path: str | Path,
    *,
    who: str,
    today: date,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    backfill: bool = False,
    dry_run: bool = False,
    file_name: str | None = None,
    source: str = "file",
    long_text: bool = False,
    told: Told | None = None,
) -> Account:
    """Import one file, all accepted rows or none.

    mapping: field -> header; date_order: dmy, mdy, ymd; decimal: '.' or ','; backfill: a historical load, known from its
    reported or clinical days; dry_run: the same account, nothing kept. A refused file is an Account with refused set.
    long_text: a table of text may have any size (the command, a watched folder); told: see data.importing.progress.
    """
    order = Order(who, today, kind, mapping, date_order, decimal, encoding, backfill, dry_run, source)
    order.long_text, order.told = long_text, told
    path = Path(path)
    return run_file(store, path, file_name or path.name, order).account


def preview(
    store: Store,
    path: str | Path,
    *,
    today: date,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    backfill: bool = False,
    file_name: str | None = None,
    told: Told | None = None,
) -> Preview:
    """How the file would be read, with the account of a dry run and the questions that are open."""
    order = Order("preview", today, kind, mapping, date_order, decimal, encoding, backfill, dry_run=True)
    order.told = told
    path = Path(path)
    return preview_of(run_file(store, path, file_name or path.name, order))


def undo(store: Store, import_id: int, *, who: str, today: date) -> None:
    """Take one import back, as a new fact on record. Raises TroughlineError when there is none."""
    undoing.undo(store, import_id, who=who, today=today)
