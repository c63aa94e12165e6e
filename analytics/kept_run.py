"""An engine of its own (in memory, one thread) on which the rules are asked about some patients after others.

It is made for one pair of days and one set of limits. Each evaluation is a transaction: the patients' rows come in, every
statement is executed, and everything is rolled back. A plan that is kept also keeps what its last execution held in memory: so those
that hold the results are made again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

import duckdb
import pyarrow as pa

from analytics.alerts import room_for_answers
from analytics.runner import (
    RULE_ANALYTES,
    SCOPED,
    Run,
    literal,
    people,
    scope_columns,
    sql,
    standing,
)
from analytics.settings import Settings
from data.store import Store

UNUSED = ("source_row", "reference_low", "reported_value", "reported_unit", "reported_reference", "comment")
"""What no rule reads of a result, and a quarter of what it weighs."""
_NOT_FOR_LATER = "statistics_propagation, compressed_materialization"
"""Optimizers that build a plan on what the tables held when it was made."""
_HOLDING = frozenset({"judgements", "labs_overdue", "trough", "ca_p_product", "dose_changes", "onset_timing"})
"""Tables and rules whose statements hold some 4 to 14 MB each after a bucket of 100,000 results."""
Fill = Callable[[duckdb.DuckDBPyConnection], None]
"""Puts the patients' rows into scope_<table>, and import_undos; people gives each patient_id its number."""


class KeptRun(Run):
    """A numbered run in tables that are empty between two evaluations; ask it through about."""

    def __init__(
        self,
        as_of: date,
        known_on: date | None,
        time_zone: str,
        settings: Settings,
        *,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """more: tables that are made of the measures, as name → SELECT."""
        self.store = Store.in_memory(time_zone, threads=1)
        super().__init__(self.store, self.store.cursor(), as_of, known_on, settings)
        self._alone = threading.Lock()
        self._made: set[str] = set()
        self._plans: dict[str, str] = {}
        self.cursor.execute(f"SET disabled_optimizers = '{_NOT_FOR_LATER}'")
        self.scaffold([])
        self.undone()
        for table in SCOPED:
            columns, only = scope_columns(table, RULE_ANALYTES, numbered=True)
            people_of = f"{_used(table)} t JOIN people p USING (patient_id)"
            self.make(f"scope_{table}", f"SELECT {columns} FROM {people_of}{only}")
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
        """As Run.execute, with these values in the text too."""
        return self.cursor.execute(self._told(sql, values))

    def do(self, sql: str, **values: object) -> None:
        """As Run.do; most statements are planned at their first use only."""
        told = self._told(sql, values)
        into = sql.split(maxsplit=3)[2]  # INSERT INTO table …
        if _HOLDING.isdisjoint({into, values.get("rule", into)}):
            if told not in self._plans:
                self._plans[told] = f"plan_{len(self._plans)}"
                self.cursor.execute(f"PREPARE {self._plans[told]} AS {told}")
            told = f"EXECUTE {self._plans[told]}"
        self.cursor.execute(told)

    def own(self, statements: str) -> None:
        """Types, macros and tables of the engine: those of a cursor count as changed with every table that is lent to it."""
        self.cursor.execute(statements.replace(" TEMP ", " "))

    def make(self, name: str, select: str) -> None:
        """An empty table at first, then its rows of the patients in question."""
        if name in self._made:
            self.do(f"INSERT INTO {name}\n{select}")
        else:
            self.cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM ({self.told(select)}\n) LIMIT 0")
            self._made.add(name)

    def view(self, name: str, select: str) -> None:
        """Made once."""
        if name not in self._made:
            self.cursor.execute(f"CREATE VIEW {name} AS {self.told(select)}")
            self._made.add(name)

    def given(self, name: str, rows: pa.Table) -> None:
        """A table of the engine with these rows."""
        insert(self.cursor, f"CREATE TABLE {name} AS SELECT * FROM rows_given", rows)

    @contextmanager
    def one_commit(self) -> Iterator[None]:
        """Each evaluation is one transaction as it is."""
        yield

    def _told(self, sql: str, values: Mapping[str, object]) -> str:
        for name, value in values.items():
            sql = sql.replace(f"${name}", literal(value))
        return self.told(sql)


def take_in(cursor: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    """Put the rows of a record table (rows: what stands after FROM) into the scope of a kept run's people."""
    columns, only = scope_columns(table, RULE_ANALYTES, numbered=True)
    cursor.execute(
        f"INSERT INTO scope_{table} BY NAME SELECT {columns} FROM {standing(rows)} t JOIN people p USING (patient_id){only}"
    )


def _used(table: str) -> str:
    return f"(SELECT * EXCLUDE ({', '.join(UNUSED)}) FROM results)" if table == "results" else table


def insert(cursor: duckdb.DuckDBPyConnection, sql: str, rows: pa.Table) -> None:
    """Run one statement that reads these rows as rows_given."""
    cursor.register("rows_given", rows)
    cursor.execute(sql)
    cursor.unregister("rows_given")
