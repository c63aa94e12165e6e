"""Typed by hand: the same road as a file, and the way back for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.errors import TroughlineError
from data.importing import sql
from data.importing.account import Account
from data.importing.kinds import KINDS
from data.importing.raw import RawTable
from data.importing.records import READINGS
from data.importing.running import Order, Ran, run_tables
from data.importing.storing_records import append, known_on
from data.store import Store, utc_now
from data.texts import entering as texts

FORM = "entered by hand"


def enter(store: Store, kind: str, rows: Sequence[Mapping[str, str]], *, who: str, today: date) -> Account:
    """Store rows typed on a page: native columns as text, judged like the rows of a file (row 1 is the first).

    Returns the same balanced account. Raises TroughlineError for an unknown kind or column.
    """
    if kind not in KINDS:
        raise TroughlineError(texts.UNKNOWN_KIND.format(kind=kind, kinds=", ".join(KINDS)))
    known = KINDS[kind].columns
    unknown = sorted({name for row in rows for name in row} - set(known))
    if unknown:
        raise TroughlineError(texts.UNKNOWN_FIELDS.format(fields=", ".join(unknown), known=", ".join(known)))
    header = [name for name in known if any(name in row for row in rows) or name in KINDS[kind].required]
    raw = RawTable.of(
        header,
        [[row.get(name, "") for name in header] for row in rows],
        list(range(1, len(rows) + 1)),
        kind=kind,
    )
    return run_tables(store, [raw], Order(who, today, source="entry"), Ran(Account(FORM))).account


def withdraw(store: Store, kind: str, record_id: int, *, who: str, today: date) -> None:
    """Take one record back, as a new row: a laboratory result becomes cancelled, other records withdrawn.

    A dose that was given in parts is taken back with all its parts. Raises TroughlineError when there is no such record.
    """
    if kind not in KINDS:
        raise TroughlineError(texts.UNKNOWN_KIND.format(kind=kind, kinds=", ".join(KINDS)))
    with store.transaction(who, texts.WITHDRAWN.format(kind=kind)) as cursor:
        row = cursor.execute("SELECT coalesce(max(import_id), 0) + 1 FROM imports").fetchone()
        assert row is not None
        import_id = int(row[0])
        cursor.execute(
            sql.text("entry_import"),
            {"id": import_id, "kind": kind, "file": FORM, "at": utc_now(), "on": today, "who": who},
        )
        if kind == "labs":
            done = cursor.execute(
                sql.text("cancel_result"),
                {"record_id": record_id, "import_id": import_id, "today": today, "at": utc_now()},
            ).fetchone()
            if not done or done[0] == 0:
                raise TroughlineError(texts.RESULT_GONE)
            return
        # The table's name is one of our own seven; DuckDB cannot bind a name.
        found = cursor.execute(
            f"SELECT * FROM {READINGS[kind].table} WHERE record_id = $id", {"id": record_id}
        )
        names = [column[0] for column in found.description or ()]
        cells = found.fetchone()
        if cells is None:
            raise TroughlineError(texts.RECORD_GONE)
        meta = ("record_id", "import_id", "source_row", "known_on", "withdrawn")
        record: dict[str, Any] = {n: c for n, c in zip(names, cells, strict=True) if n not in meta}
        append(cursor, kind, [(None, record, known_on(kind, {}, today, False))], import_id, withdrawn=True)
