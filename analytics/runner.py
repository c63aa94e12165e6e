"""Runs the SQL files on one cursor: current records, then measures, then rules, each a temp table of its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.settings import Settings
from data.store import RECORD_TABLES, Store

RECORDS = (
    "repeated",
    "superseded",
    "current_results",
    "current_transplants",
    "current_doses",
    "current_symptoms",
    "current_events",
    "current_targets",
    "current_patients",
    "known_patients",
)
MEASURES = (
    "dose_periods",
    "drug_exposure",
    "cni_exposure",
    "dose_changes",
    "cni_stops",
    "interaction_changes",
    "cips_anchors",
    "windows",
    "symptom_summary",
    "pain_moments",
    "open_pains",
    "trough",
    "undosed",
    "undosed_pains",
    "change_levels",
    "ca_p_product",
    "ca_p_product_corrected",
    "pth_over_uln",
    "alp_over_uln",
    "alp_baseline",
    "calcium_with_pth",
    "trough_targets",
    "eligible_troughs",
    "trough_spread",
)
# Read by one rule or page only, and therefore not copied.
VIEWS = frozenset({"trough_targets", "eligible_troughs"})
# The analytes that a rule asks for; the patient's record shows the others too.
RULE_ANALYTES = (
    "tacrolimus",
    "cyclosporine",
    "calcium",
    "ionized_calcium",
    "phosphorus",
    "ca_p_product_reported",
    "pth",
    "alp",
    "albumin",
    "creatinine",
)
SCOPED = (*RECORD_TABLES.values(), "case_studies")
FEW = 64  # up to so many patients are read one by one, so that each filter reaches the scan


class Run:
    """One question on one cursor: a store, a day, perhaps a known-on day and some patients."""

    def __init__(
        self,
        store: Store,
        cursor: duckdb.DuckDBPyConnection,
        as_of: date,
        known_on: date | None,
        settings: Settings,
    ) -> None:
        self.cursor = cursor
        day = {"as_of": as_of, "known_on": known_on, "time_zone": str(store.time_zone)}
        self._literals = {name: literal(value) for name, value in {**day, **settings.columns()}.items()}

    def told(self, sql: str) -> str:
        """The text with the days and limits of the question in place of $name, so that the engine plans with them."""
        return re.sub(r"\$(\w+)", lambda named: self._literals.get(named[1], named[0]), sql)

    def execute(self, sql: str, **values: object) -> duckdb.DuckDBPyConnection:
        """Run one statement, as told, with those of these values that it names as $value."""
        named = {name: value for name, value in values.items() if f"${name}" in sql}
        return self.cursor.execute(self.told(sql), named)

    def do(self, sql: str, **values: object) -> None:
        """As execute, when nobody asks for its answer."""
        self.execute(sql, **values)

    def own(self, statements: str) -> None:
        """Make types, macros or empty tables that this cursor alone sees."""
        self.cursor.execute(statements)

    def make(self, name: str, select: str) -> None:
        """A temp table of that name from one SELECT."""
        self.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")

    def given(self, name: str, rows: pa.Table) -> None:
        """A temp table of that name with these rows."""
        self.cursor.register("rows_given", rows)
        self.make(name, "SELECT * FROM rows_given")
        self.cursor.unregister("rows_given")

    def view(self, name: str, select: str) -> None:
        """A temp view of that name."""
        self.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {select}")

    @contextmanager
    def one_commit(self) -> Iterator[None]:
        """What is written meanwhile is moved into its tables at the end; a commit after each statement would copy it."""
        self.cursor.execute("BEGIN")
        yield
        self.cursor.execute("COMMIT")

    def scaffold(self, patients: Sequence[str] | None) -> None:
        """What stands before any record: macros, vocabulary, and people (None: not wanted)."""
        self.own(sql("", "functions"))
        self.given("vocabulary", _vocabulary())
        if patients is not None:
            self.given("people", people(patients))

    def undone(self) -> None:
        """The imports that were taken back, of which no scope has a row."""
        self.view("undone", sql("", "undone"))

    def records(self, *, numbered: bool) -> None:
        """The current records as temp tables."""
        for name in RECORDS:
            order = " ORDER BY analyte" if numbered and name == "current_results" else ""
            self.make(name, sql("records", name) + order)

    def measures(self, names: Sequence[str] = MEASURES) -> None:
        """Make the measures as temp tables or views, in the order in which they build on each other."""
        for name in names:
            (self.view if name in VIEWS else self.make)(name, sql("measures", name))


@contextmanager
def run(
    store: Store,
    as_of: date,
    *,
    known_on: date | None,
    patients: Sequence[str] | None,
    settings: Settings,
    analytes: Sequence[str] | None = RULE_ANALYTES,
    numbered: bool = False,
) -> Iterator[Run]:
    """A cursor on which the current records of the patients asked for (None: all) stand as temp tables.

    numbered: patient_id is a number, in the order of the ids, and analyte an ENUM, which halves the time of joins
    and windows; the results lie analyte by analyte, because nearly every measure reads one of them; the temp table people (number, patient_id) tells the ids.
    """
    with store.reading() as cursor:
        this = Run(store, cursor, as_of, known_on, settings)
        this.scaffold(patients)
        this.undone()
        for table in SCOPED:
            _make_scope(this, table, patients, analytes, numbered)
        this.records(numbered=numbered)
        yield this


def frame(rows: pa.Table) -> pd.DataFrame:
    """The rows of an answer: text as pandas strings, days and times as datetime64[us]."""
    days = [
        field.with_type(pa.timestamp("us")) if pa.types.is_date(field.type) else field
        for field in rows.schema
    ]
    text = {pa.string(): pd.StringDtype(na_value=float("nan"))}
    found = rows.cast(pa.schema(days)).to_pandas(types_mapper=text.get)
    if found.empty:  # pandas cannot merge text that Arrow made of no chunk at all
        return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in found.dtypes.items()})
    return found


@cache
def sql(folder: str, name: str) -> str:
    """The text of one SQL file of this package."""
    path = files("analytics") / folder if folder else files("analytics")
    return (path / f"{name}.sql").read_text(encoding="utf-8")


def people(patients: Sequence[str]) -> pa.Table:
    """number, patient_id of each, in the order of the ids."""
    chosen = sorted(set(patients))
    return pa.table(
        {"number": pa.array(range(len(chosen)), pa.int32()), "patient_id": pa.array(chosen, pa.string())}
    )


def literal(value: object) -> str:
    """A day (None: no day), a number, a truth value or a text as SQL writes it; a float as DOUBLE, not DECIMAL."""
    if value is None:
        return "CAST(NULL AS DATE)"
    if isinstance(value, float):
        return f"CAST({value!r} AS DOUBLE)"
    if isinstance(value, int):
        return str(value)
    return f"DATE '{value}'" if isinstance(value, date) else "'" + str(value).replace("'", "''") + "'"


@cache
def _vocabulary() -> pa.Table:
    import csv

    with (files("data") / "vocabulary" / "drugs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return pa.table(
        {k: [row.get(k) or "" for row in rows] for k in ("drug", "label", "drug_class", "interacting")}
    )


def scope_columns(table: str, analytes: Sequence[str] | None, *, numbered: bool) -> tuple[str, str]:
    """(what to select, JOIN or WHERE) of a record table t, and when numbered of its people p, so that only these analytes come along."""
    columns = "p.number AS patient_id, t.* EXCLUDE (patient_id)" if numbered else "t.*"
    if table != "results" or not analytes:
        return columns, ""
    names = ", ".join(repr(a) for a in analytes)
    if not numbered:
        return columns, f" WHERE t.analyte IN ({names})"
    columns += " REPLACE (k.kind AS analyte, CAST(t.comparator AS ENUM ('', '<', '>')) AS comparator)"
    # to find each text among these few takes half the time of casting it
    kinds = f"SELECT name, CAST(name AS ENUM ({names})) AS kind FROM (SELECT unnest([{names}]) AS name)"
    return columns, f" JOIN ({kinds}) k ON k.name = t.analyte"


def standing(rows: str) -> str:
    """Rows of a record table, without those of an import that was taken back, as they stand behind FROM."""
    return f"(FROM {rows} ANTI JOIN undone USING (import_id))"


def _make_scope(
    this: Run, table: str, patients: Sequence[str] | None, analytes: Sequence[str] | None, numbered: bool
) -> None:
    columns, only = scope_columns(table, analytes, numbered=numbered)
    rows = standing(table) if table in RECORD_TABLES.values() else table
    if patients is None:
        this.cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW scope_{table} AS SELECT {columns} FROM {rows} t{only}"
        )
        return
    many = len(patients) > FEW
    people = " JOIN people p USING (patient_id)" if numbered or many else ""
    named = f"SELECT {columns} FROM {rows} t{people}{only}"
    if many:
        this.cursor.execute(f"CREATE OR REPLACE TEMP VIEW scope_{table} AS {named}")
        return
    one = f"{named}{' AND' if only else ' WHERE'} t.patient_id = $p"
    chosen = sorted(set(patients))
    this.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE scope_{table} AS {one}", {"p": chosen[0] if chosen else None}
    )
    for patient in chosen[1:]:
        this.cursor.execute(f"INSERT INTO scope_{table} {one}", {"p": patient})
