"""An engine of its own (in memory, one thread) on which the rules are asked about some patients after others.

It is made for one pair of days and one set of limits. Each evaluation is a transaction: the patients' rows come in, every
statement is executed, and everything is rolled back. Statements can be planned once: for one patient, planning them takes
twice as long as answering them; then a statement is left out whose header says that it is empty without rows that are not there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache

import duckdb
import pyarrow as pa

from analytics import catalogue
from analytics.alerts import ANSWERS, room_for_answers
from analytics.runner import (
    MEASURES,
    RECORDS,
    RULE_ANALYTES,
    SCOPED,
    Run,
    people,
    scope_columns,
    sql,
)
from analytics.settings import Settings
from data.store import RECORD_TABLES, Store

UNUSED = ("source_row", "reference_low", "reported_value", "reported_unit", "reported_reference", "comment")
"""What no rule reads of a result, and a quarter of what it weighs."""
_NOT_FOR_FEW = "statistics_propagation, compressed_materialization"
"""Optimizers that build a kept plan on what the tables held when it was made."""
Fill = Callable[[duckdb.DuckDBPyConnection], None]
"""Puts the patients' rows into scope_<table>, and import_undos; people gives each patient_id its number."""


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
        rules: Sequence[str] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """for_few: plan once. A plan that is kept also keeps what its last execution held in memory, much for many patients.

        rules: the rules that are asked, with the records and measures that they read (None: all, with everything);
        more: tables that are made of the measures, as name → SELECT.
        """
        self.store = Store.in_memory(time_zone, threads=1)
        super().__init__(self.store, self.store.cursor(), as_of, known_on, settings)
        self.for_few = for_few
        if rules is not None:
            self.rules = tuple(rules)
        if for_few:
            self.cursor.execute(f"SET disabled_optimizers = '{_NOT_FOR_FEW}'")
        self._alone = threading.Lock()
        self._prepared: dict[tuple[str, object], str] = {}
        self._made: set[str] = set()
        self._unread = set() if rules is None else {*RECORDS, *MEASURES} - read_by(self.rules)
        self._waiting: list[str] = []
        self._watched: set[str] = set()
        self._counted: dict[str, int] = {}
        self._lent: dict[str, _Lent] = {}
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
        if for_few:
            self._lend("people", people([]))
            self._lend("import_undos", self.cursor.execute("SELECT * FROM import_undos").to_arrow_table())
            for table in RECORD_TABLES.values():
                self._lend(f"scope_{table}", theirs(self.cursor, table, 0, ""))

    @contextmanager
    def about(self, patients: Sequence[str], fill: Fill) -> Iterator[Run]:
        """The run with the records and measures of these patients; one evaluation at a time."""
        with self._alone:
            self._waiting.clear()
            self._counted.clear()
            self.cursor.execute("BEGIN")
            try:
                if self.for_few:
                    self.put("people", people(patients))
                else:
                    insert(self.cursor, "INSERT INTO people SELECT * FROM rows_given", people(patients))
                fill(self.cursor)
                self.records(numbered=True)
                self.measures()
                yield self
            finally:
                self.cursor.execute("ROLLBACK")

    def put(self, table: str, rows: pa.Table) -> None:
        """These rows into one table of a run for few: people, scope_<table> with the columns of theirs, or import_undos."""
        if rows.num_rows:
            self._lent[table].rows = rows
            self._waiting.append(f"EXECUTE put_{table}")
        self._counted[table] = rows.num_rows

    def execute(self, sql: str, **values: object) -> duckdb.DuckDBPyConnection:
        """As Run.execute; the values stand in the text, because a parameter makes the engine plan again."""
        if not self.for_few:
            return self.cursor.execute(self._told(sql, values))
        waiting, self._waiting = self._waiting, []
        return self.cursor.execute(";".join([*waiting, f"EXECUTE {self._planned(sql, values)}"]))

    def do(self, sql: str, **values: object) -> None:
        """As Run.do; with the next one that is asked for its answer, since each call waits for the other thread's Python."""
        if not self.for_few:
            self.execute(sql, **values)
        elif not self._is_empty(sql, values):
            self._waiting.append(f"EXECUTE {self._planned(sql, values)}")

    def _planned(self, sql: str, values: Mapping[str, object]) -> str:
        key = (sql, values.get("rule"))
        if key not in self._prepared:
            name = f"s{len(self._prepared)}"
            self.cursor.execute(f"PREPARE {name} AS {self._told(sql, values)}")
            self._prepared[key] = name
            self._watched.update(needed(sql))
        return self._prepared[key]

    def _is_empty(self, sql: str, values: Mapping[str, object]) -> bool:
        self._planned(sql, values)
        tables = needed(sql)
        return bool(tables) and not any(self._counted.get(table, 1) for table in tables)

    def own(self, statements: str) -> None:
        """Types, macros and tables of the engine: those of a cursor count as changed with every table that is lent to it."""
        self.cursor.execute(statements.replace(" TEMP ", " "))

    def make(self, name: str, select: str) -> None:
        """An empty table at first, then its rows of the patients in question."""
        if name in self._unread:
            return
        if name in self._made:
            insert = f"INSERT INTO {name}\n{select}"
            if self.for_few and self._is_empty(insert, {}):
                self._counted[name] = 0
            elif name in self._watched:
                self._counted[name] = self.execute(insert).fetchall()[0][0]
            else:
                self.do(insert)
        else:
            self.cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM ({self._told(select, {})}\n) LIMIT 0")
            self._made.add(name)

    def view(self, name: str, select: str) -> None:
        """Made once."""
        if name not in self._made | self._unread:
            self.cursor.execute(f"CREATE VIEW {name} AS {self._told(select, {})}")
            self._made.add(name)

    def given(self, name: str, rows: pa.Table) -> None:
        """A table of the engine with these rows."""
        insert(self.cursor, f"CREATE TABLE {name} AS SELECT * FROM rows_given", rows)

    def _lend(self, table: str, rows: pa.Table) -> None:
        self._lent[table] = _Lent(rows)
        self.cursor.register(f"rows_of_{table}", self._lent[table])
        self.cursor.execute(
            f"PREPARE put_{table} AS INSERT INTO {table} BY NAME SELECT * FROM rows_of_{table}"
        )

    def _told(self, sql: str, values: Mapping[str, object]) -> str:
        for name, value in {**self.values, **values}.items():
            sql = sql.replace(f"${name}", _literal(value))
        return sql


class _Lent:
    """What a planned INSERT reads: the rows that are here when it is executed."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)


def read_by(rules: Sequence[str]) -> set[str]:
    """The records and measures that stand behind these rules and their answers: every one whose name is a word of the SQL."""
    texts = {name: sql("records", name) for name in RECORDS} | {
        name: sql("measures", name) for name in MEASURES
    }
    found: set[str] = set()
    todo = [catalogue.rule(name).sql for name in rules] + list(ANSWERS)
    while todo:
        words = set(re.findall(r"\w+", re.sub(r"--.*|'[^']*'", "", todo.pop())))  # no comments, no literals
        todo += [texts[name] for name in words & texts.keys() - found]
        found |= words & texts.keys()
    return found


@cache
def needed(text: str) -> tuple[str, ...]:
    """The tables of which the header of an SQL file says that without a row in any of them the file gives none."""
    line = re.search(r"^-- empty without: (.*)$", text, re.MULTILINE)
    return tuple(line[1].split(", ")) if line else ()


def theirs(cursor: duckdb.DuckDBPyConnection, table: str, number: int, patient: str) -> pa.Table:
    """The rows of a record table that rules read of one patient, for KeptRun.put; the patient goes by this number."""
    only = f" AND analyte IN {RULE_ANALYTES}" if table == "results" else ""
    chosen = f"CAST($number AS INTEGER) AS patient_id, * EXCLUDE (patient_id) FROM {_used(table)}"
    question = f"SELECT {chosen} WHERE patient_id = $patient{only}"
    return cursor.execute(question, {"number": number, "patient": patient}).to_arrow_table()


def take_in(cursor: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    """Put the rows of a record table (rows: what stands after FROM) into the scope of a kept run's people."""
    columns, only = scope_columns(table, RULE_ANALYTES, numbered=True)
    cursor.execute(
        f"INSERT INTO scope_{table} BY NAME SELECT {columns} FROM {rows} t JOIN people p USING (patient_id){only}"
    )


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
