"""Reads a store page by page and checks that its counts, versions and sums hold together."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import duckdb

from data.store import RECORD_TABLES, Store
from data.texts import store as texts

T = TypeVar("T")
Sums = dict[str, tuple[int, int]]
"""table -> (rows, sum of the rows' hashes; the order of the rows does not matter)."""


@dataclass
class Verification:
    """What a store holds, and what is wrong with it; no patient values in it."""

    sums: Sums = field(default_factory=dict)
    newest_change: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Everything could be read and agrees."""
        return not self.problems

    def lines(self) -> list[str]:
        """The report as lines of text: rows of each table, the newest change, the problems."""
        counted = [texts.ROWS.format(table=name, rows=rows) for name, (rows, _) in sorted(self.sums.items())]
        verdict = self.problems or [texts.AGREES]
        return [*counted, texts.NEWEST_CHANGE.format(change=self.newest_change), *verdict]


def verify(store: Store) -> Verification:
    """Read every page of every table in one transaction and compare counts; never raises for a damaged file."""
    with store.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            return examine(cursor)
        finally:
            _quietly(cursor, "ROLLBACK")


def examine(cursor: duckdb.DuckDBPyConnection) -> Verification:
    """The checks, on a cursor inside a transaction."""
    found = Verification()
    for name in _tables(cursor, found):
        found.sums |= (
            _guarded(cursor, found, texts.TABLE.format(table=name), partial(_named_sum, cursor, name)) or {}
        )
    for what, check in CHECKS.items():
        _guarded(cursor, found, what, partial(check, cursor, found))
    return found


def sums(cursor: duckdb.DuckDBPyConnection) -> Sums:
    """Rows and hash sum of every table, for comparing two stores; raises what DuckDB raises."""
    names = cursor.execute(_TABLE_NAMES).fetchall()
    return {name: _sum(cursor, name) for (name,) in names}


_TABLE_NAMES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary ORDER BY ALL"


def _tables(cursor: duckdb.DuckDBPyConnection, found: Verification) -> list[str]:
    names = (
        _guarded(
            cursor,
            found,
            texts.TABLES,
            lambda: [name for (name,) in cursor.execute(_TABLE_NAMES).fetchall()],
        )
        or []
    )
    missing = {*RECORD_TABLES.values(), "clinic", "changes", "imports", "import_undos"} - set(names)
    found.problems += [texts.NO_TABLE.format(table=name) for name in sorted(missing)]
    return names


def _sum(cursor: duckdb.DuckDBPyConnection, name: str) -> tuple[int, int]:
    quoted = name.replace('"', '""')  # a table's own name from the catalogue: identifiers cannot be bound
    row = cursor.execute(
        f'SELECT count(*), coalesce(sum(hash(t)::HUGEINT), 0) FROM "{quoted}" AS t'
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _named_sum(cursor: duckdb.DuckDBPyConnection, name: str) -> Sums:
    return {name: _sum(cursor, name)}


def _changes_are_gapless(cursor: duckdb.DuckDBPyConnection, found: Verification) -> None:
    rows, first, last = _one(
        cursor, "SELECT count(*), coalesce(min(change_id), 1), coalesce(max(change_id), 0) FROM changes"
    )
    found.newest_change = last
    if first != 1 or rows != last:
        found.problems.append(texts.GAPS.format(rows=rows, first=first, last=last))


def _record_ids_are_given_once(cursor: duckdb.DuckDBPyConnection, found: Verification) -> None:
    every = " UNION ALL ".join(f"SELECT record_id FROM {table}" for table in RECORD_TABLES.values())
    (twice,) = _one(cursor, f"SELECT count(*) - count(DISTINCT record_id) FROM ({every})")
    if twice:
        found.problems.append(texts.TWICE.format(count=twice))


def _rows_have_their_import(cursor: duckdb.DuckDBPyConnection, found: Verification) -> None:
    for kind, table in RECORD_TABLES.items():
        (orphans,) = _one(
            cursor, f"SELECT count(*) FROM {table} WHERE import_id NOT IN (SELECT import_id FROM imports)"
        )
        if orphans:
            found.problems.append(texts.ORPHANS.format(kind=kind, rows=orphans))


def _imports_hold_what_they_accounted_for(cursor: duckdb.DuckDBPyConnection, found: Verification) -> None:
    imports = cursor.execute(
        "SELECT import_id, kind, account FROM imports WHERE account IS NOT NULL ORDER BY import_id"
    )
    for import_id, kind, account in imports.fetchall():
        if kind not in RECORD_TABLES:
            continue
        told = json.loads(account)
        promised = int(told.get("stored", 0)) + int(told.get("superseding", 0))
        (held,) = _one(
            cursor, f"SELECT count(*) FROM {RECORD_TABLES[kind]} WHERE import_id = $id", {"id": import_id}
        )
        if held != promised:
            found.problems.append(
                texts.NOT_ACCOUNTED.format(number=import_id, kind=kind, held=held, promised=promised)
            )


def _values_are_numbers(cursor: duckdb.DuckDBPyConnection, found: Verification) -> None:
    (odd,) = _one(
        cursor,
        "SELECT count(*) FROM results WHERE NOT isfinite(value) OR comparator NOT IN ('', '<', '>') "
        "OR (value IS NULL AND status NOT IN ('cancelled', 'wrong_patient'))",
    )
    if odd:
        found.problems.append(texts.NOT_FINITE.format(count=odd))


CHECKS: dict[str, Callable[[duckdb.DuckDBPyConnection, Verification], None]] = {
    texts.CHANGES: _changes_are_gapless,
    texts.NUMBERS: _record_ids_are_given_once,
    texts.IMPORTS: _rows_have_their_import,
    texts.ACCOUNTS: _imports_hold_what_they_accounted_for,
    texts.VALUES: _values_are_numbers,
}


def _one(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object] | None = None
) -> tuple[int, ...]:
    row = cursor.execute(sql, parameters or {}).fetchone()
    assert row is not None
    return tuple(row)


def _guarded(
    cursor: duckdb.DuckDBPyConnection, found: Verification, what: str, step: Callable[[], T]
) -> T | None:
    """The step's answer; a part of the file that cannot be read becomes a problem instead of an error."""
    try:
        return step()
    except (duckdb.Error, json.JSONDecodeError, UnicodeDecodeError) as error:
        kind = type(error).__name__  # not the message: it may hold values
        found.problems.append(texts.NOT_READ.format(what=what, problem=kind))
        _quietly(cursor, "ROLLBACK")  # the error has ended the transaction; what follows is read in a new one
        _quietly(cursor, "BEGIN")
        return None


def _quietly(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    with suppress(duckdb.Error):  # a damaged database has ended the transaction already
        cursor.execute(sql)
