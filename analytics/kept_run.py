"""An engine of its own (in memory, one thread) on which the rules are asked about some patients after others.

It is made for one pair of days and one set of limits. Each evaluation is a transaction: the patients' rows come in, every
statement is executed, and everything is rolled back. Statements can be planned once: for one patient, planning them takes
twice as long as answering them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial

import duckdb
import pyarrow as pa

from analytics.alerts import Evaluation, evaluate, judge, room_for_answers
from analytics.runner import RULE_ANALYTES, SCOPED, Run, people, scope_columns, sql
from analytics.settings import Settings
from data.store import Store

UNUSED = ("source_row", "reference_low", "reported_value", "reported_unit", "reported_reference", "comment")
"""What no rule reads of a result, and a quarter of what it weighs."""
FEW = 8
"""So many patients are asked about on the kept run; more are read sooner together."""
Fill = Callable[[duckdb.DuckDBPyConnection], None]
"""Puts the patients' rows into scope_<table>, and import_undos; people gives each patient_id its number."""

_kept: tuple[tuple[date, date | None, str, Settings], KeptRun] | None = None
_guard = threading.Lock()


class KeptRun(Run):
    """A numbered run whose statements are planned at their first use; ask it through about."""

    def __init__(
        self,
        as_of: date,
        known_on: date | None,
        time_zone: str,
        settings: Settings,
        *,
        for_few: bool = True,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """for_few: plan once. A plan that is kept also keeps what its last execution held in memory, much for many patients.

        more: tables that are made of the measures, as name → SELECT.
        """
        self.store = Store.in_memory(time_zone, threads=1)
        super().__init__(self.store, self.store.cursor(), as_of, known_on, settings)
        self.for_few = for_few
        if for_few:  # such plans build on what the tables held when they were made
            self.cursor.execute(
                "SET disabled_optimizers = 'statistics_propagation, compressed_materialization'"
            )
        self._alone = threading.Lock()
        self._prepared: dict[tuple[str, object], str] = {}
        self._made: set[str] = set()
        self.scaffold([])
        for table in SCOPED:
            columns, _ = scope_columns(table, RULE_ANALYTES, numbered=True)
            self.make(
                f"scope_{table}", f"SELECT {columns} FROM {_used(table)} t JOIN people p USING (patient_id)"
            )
        self.records(numbered=True)
        self.measures()
        room_for_answers(self)
        self.make("found", sql("", "fold"))
        for name, select in (more or {}).items():
            self.make(name, select)

    @contextmanager
    def about(self, patients: Sequence[str], fill: Fill) -> Iterator[Run]:
        """The run with the records and measures of these patients; one evaluation at a time."""
        with self._alone:
            self.cursor.execute("BEGIN")
            try:
                insert(self.cursor, "INSERT INTO people SELECT * FROM rows_given", people(patients))
                fill(self.cursor)
                self.records(numbered=True)
                self.measures()
                yield self
            finally:
                self.cursor.execute("ROLLBACK")

    def execute(self, sql: str, **values: object) -> duckdb.DuckDBPyConnection:
        """As Run.execute; the values stand in the text, because a parameter makes the engine plan again."""
        if not self.for_few:
            return self.cursor.execute(self._told(sql, values))
        key = (sql, values.get("rule"))
        name = self._prepared.get(key)
        if name is None:
            name = f"s{len(self._prepared)}"
            self.cursor.execute(f"PREPARE {name} AS {self._told(sql, values)}")
            self._prepared[key] = name
        return self.cursor.execute(f"EXECUTE {name}")

    def own(self, statements: str) -> None:
        """Types, macros and tables of the engine: those of a cursor count as changed with every table that is lent to it."""
        self.cursor.execute(statements.replace(" TEMP ", " "))

    def make(self, name: str, select: str) -> None:
        """An empty table at first, then its rows of the patients in question."""
        if name in self._made:
            self.execute(f"INSERT INTO {name} {select}")
        else:
            self.cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM ({self._told(select, {})}\n) LIMIT 0")
            self._made.add(name)

    def view(self, name: str, select: str) -> None:
        """Made once."""
        if name not in self._made:
            self.cursor.execute(f"CREATE VIEW {name} AS {self._told(select, {})}")
            self._made.add(name)

    def given(self, name: str, rows: pa.Table) -> None:
        """A table of the engine with these rows."""
        insert(self.cursor, f"CREATE TABLE {name} AS SELECT * FROM rows_given", rows)

    def _told(self, sql: str, values: Mapping[str, object]) -> str:
        for name, value in {**self.values, **values}.items():
            sql = sql.replace(f"${name}", _literal(value))
        return sql


def take_in(cursor: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    """Put the rows of a record table (rows: what stands after FROM) into the scope of a kept run's people."""
    columns, only = scope_columns(table, RULE_ANALYTES, numbered=True)
    cursor.execute(
        f"INSERT INTO scope_{table} BY NAME SELECT {columns} FROM {rows} t JOIN people p USING (patient_id){only}"
    )


def keep(store: Store, as_of: date, known_on: date | None, settings: Settings) -> None:
    """Plan the statements for these days, so that evaluate_few has them; takes as long as a few patients."""
    global _kept
    with _guard:
        if _kept is None or _kept[0] != (as_of, known_on, str(store.time_zone), settings):
            kept = KeptRun(as_of, known_on, str(store.time_zone), settings)
            with kept.about([], _nothing) as this:
                judge(this, as_of, known_on)
            _kept = ((as_of, known_on, str(store.time_zone), settings), kept)


def evaluate_few(
    store: Store, as_of: date, *, known_on: date | None, patients: Sequence[str], settings: Settings
) -> Evaluation:
    """As alerts.evaluate; sooner for few patients on the days that were kept last."""
    chosen = sorted(set(patients))
    kept = _kept
    if kept is None or len(chosen) > FEW or kept[0] != (as_of, known_on, str(store.time_zone), settings):
        return evaluate(store, as_of, known_on=known_on, patients=chosen, settings=settings)
    with kept[1].about(chosen, partial(_record_of, store, chosen)) as this:
        return judge(this, as_of, known_on)


def _nothing(cursor: duckdb.DuckDBPyConnection) -> None:
    """Nobody's rows."""


def _record_of(store: Store, patients: Sequence[str], cursor: duckdb.DuckDBPyConnection) -> None:
    with store.cursor() as reading:
        for table in SCOPED:
            for number, patient in enumerate(patients):
                theirs = reading.execute(_theirs(table), {"number": number, "patient": patient})
                rows = theirs.to_arrow_table()
                if rows.num_rows:
                    insert(cursor, f"INSERT INTO scope_{table} BY NAME SELECT * FROM rows_given", rows)
        undos = reading.execute("SELECT * FROM import_undos").to_arrow_table()
        if undos.num_rows:
            insert(cursor, "INSERT INTO import_undos SELECT * FROM rows_given", undos)


def _theirs(table: str) -> str:
    only = f" AND analyte IN {RULE_ANALYTES}" if table == "results" else ""
    theirs = f"FROM {_used(table)} WHERE patient_id = $patient{only}"
    return f"SELECT CAST($number AS INTEGER) AS patient_id, * EXCLUDE (patient_id) {theirs}"


def _used(table: str) -> str:
    return f"(SELECT * EXCLUDE ({', '.join(UNUSED)}) FROM results)" if table == "results" else table


def insert(cursor: duckdb.DuckDBPyConnection, sql: str, rows: pa.Table) -> None:
    """Run one statement that reads these rows as rows_given."""
    cursor.register("rows_given", rows)
    cursor.execute(sql)
    cursor.unregister("rows_given")


def _literal(value: object) -> str:
    if value is None:
        return "CAST(NULL AS DATE)"
    return f"DATE '{value}'" if isinstance(value, date) else "'" + str(value).replace("'", "''") + "'"
