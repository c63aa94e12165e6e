"""Answers of the rules → alerts: one row an episode, with what it fired on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics import catalogue
from analytics.runner import Run, frame, run, sql
from analytics.settings import Settings, load
from data.store import RECORD_TABLES, Store

RESULTS_AT_ONCE = 1_700_000  # results evaluated at one time: memory follows this number and not the registry
WORTH_A_PART = 100_000  # results; fewer are evaluated sooner together
MOST_AT_ONCE = 4
_RESULTS_OF = (
    "SELECT count(*) FROM results SEMI JOIN (SELECT unnest($patients) AS patient_id) USING (patient_id)"
)
KNOWN = "SELECT p.patient_id FROM known_patients k JOIN people p ON p.number = k.patient_id ORDER BY p.number"
"""Those of whom anything is on record."""
_ORDER = [
    (name, "ascending") for name in ("patient_id", "rule", "began_on", "symptom", "symptom_key", "sequence")
]
"""Of the alerts; the last tells apart what the others do not."""
SEVERITIES = ("critical", "warning", "watch", "information", "data_quality")
CSV_COLUMNS = (
    "patient_id",
    "rule",
    "severity",
    "status",
    "began_on",
    "latest_on",
    "ended_on",
    "symptom",
    "value",
    "unit",
    "threshold",
    "why",
)


@dataclass(frozen=True)
class Evaluation:
    """Every rule's answer, and every episode up to as_of, of the patients asked for."""

    as_of: date
    known_on: date | None
    alerts: pd.DataFrame
    """One row an episode, open or ended, sorted by patient_id, rule, began_on."""
    not_clear: pd.DataFrame
    """patient_id, rule, answer (fires, cannot_tell), missing, sorted; what is not here is clear."""
    patients: list[str]
    """Those of the patients of whom anything is on record, sorted."""

    @cached_property
    def answers(self) -> pd.DataFrame:
        """patient_id, rule, answer (fires, clear, cannot_tell), missing of every patient and rule; made when first asked for."""
        rules = sorted(catalogue.ORDER)
        everything = pd.MultiIndex.from_product([self.patients, rules], names=["patient_id", "rule"])
        told = self.not_clear.set_index(["patient_id", "rule"]).reindex(everything).reset_index()
        return told.fillna({"answer": "clear", "missing": ""}).astype("str")


def evaluate(
    store: Store,
    as_of: date,
    *,
    known_on: date | None = None,
    patients: Sequence[str] | None = None,
    settings: Settings | None = None,
) -> Evaluation:
    """Every rule for the patients (None: all) as seen on as_of, with what was known on known_on (None: today's knowledge)."""
    in_force = settings or load()
    chosen = parts(store, patients)
    if len(chosen) == 1:
        return _evaluate(store, as_of, known_on, chosen[0], in_force)
    # side by side: much of what a part does keeps one core busy only
    at_once = _at_once(store)
    with store.side_by_side(at_once), ThreadPoolExecutor(at_once) as pool:
        found = list(pool.map(lambda part: _evaluate(store, as_of, known_on, part, in_force), chosen))
    return Evaluation(
        as_of,
        known_on,
        pd.concat([part.alerts for part in found], ignore_index=True),
        pd.concat([part.not_clear for part in found], ignore_index=True),
        [patient for part in found for patient in part.patients],
    )


def told(rule: catalogue.Rule) -> str:
    """A SELECT of what one rule says, for judgements (a rule on results) or stretches (on symptoms and states)."""
    evidence = "CAST(to_json(evidence) AS VARCHAR) AS evidence"
    return f"SELECT CAST('{rule.name}' AS rule_name) AS rule, * REPLACE ({evidence}) FROM (\n{rule.sql}\n)"


def _ask(this: Run, rule: catalogue.Rule) -> None:
    """Put what one rule says into judgements or stretches."""
    if rule.kind == "results":
        into = f"INSERT INTO judgements BY NAME WITH told AS MATERIALIZED ({rule.sql}\n) {sql('', 'judged')}"
    else:
        into = f"INSERT INTO stretches BY NAME {told(rule)}"
    this.do(into, rule=rule.name)


def everybody(store: Store) -> list[str]:
    """The id of every patient with anything on record, sorted."""
    tables = " UNION ".join(f"SELECT DISTINCT patient_id FROM {table}" for table in RECORD_TABLES.values())
    with store.cursor() as cursor:
        return cast(
            list[str], cursor.execute(tables + " ORDER BY 1").to_arrow_table()["patient_id"].to_pylist()
        )


def parts(store: Store, patients: Sequence[str] | None) -> list[list[str]]:
    """The patients (None: all) in parts to evaluate a few at once, so that memory follows these and not the registry."""
    chosen = everybody(store) if patients is None else sorted(set(patients))
    results = int(store.value("SELECT count(*) FROM results"))
    if patients is not None and len(chosen) > 1:
        results = int(store.value(_RESULTS_OF, {"patients": chosen}))
    at_once = _at_once(store)
    rounds = -(-results // RESULTS_AT_ONCE)
    wanted = rounds * at_once if rounds > 1 else min(at_once, results // WORTH_A_PART)
    size = max(1, -(-len(chosen) // max(wanted, 1)))
    return [chosen[first : first + size] for first in range(0, len(chosen), size)] or [[]]


def _at_once(store: Store) -> int:
    return min(store.cores, MOST_AT_ONCE)


def _evaluate(
    store: Store, as_of: date, known_on: date | None, patients: Sequence[str], settings: Settings
) -> Evaluation:
    with run(store, as_of, known_on=known_on, patients=patients, settings=settings, numbered=True) as this:
        this.measures()
        room_for_answers(this)
        return judge(this, as_of, known_on)


def room_for_answers(this: Run) -> None:
    """The empty tables into which the rules answer, and what each rule says about patients without data."""
    names = ", ".join(repr(name) for name in sorted(catalogue.ORDER))
    this.own(f"CREATE OR REPLACE TEMP TYPE rule_name AS ENUM ({names})")
    this.own(sql("", "episodes"))
    this.given("catalogue", _catalogue())


def judge(this: Run, as_of: date, known_on: date | None) -> Evaluation:
    """Every rule on a numbered run whose measures and room for answers stand, and what they found."""
    return evaluation(as_of, known_on, answers(this))


@dataclass(frozen=True)
class Answers:
    """What the rules of one run said, as Evaluation has it."""

    alerts: pa.Table
    not_clear: pa.Table
    patients: list[str]


def answers(this: Run) -> Answers:
    """The run's rules, asked about its patients."""
    alerts = _alerts(this)
    known = this.execute(KNOWN).to_arrow_table()["patient_id"].to_pylist()
    return Answers(alerts, this.execute(sql("", "not_clear")).to_arrow_table(), known)


def judged_alerts(this: Run) -> pd.DataFrame:
    """As judge, the alerts alone."""
    return frame(_alerts(this))


def _alerts(this: Run) -> pa.Table:
    with this.one_commit():
        for rule in catalogue.rules():
            _ask(this, rule)
    this.make("found", sql("", "fold"))
    return in_order(this.execute(sql("", "alerts")).to_arrow_table())


def in_order(rows: pa.Table) -> pa.Table:
    """The alerts, sorted; here, because the engine takes twice as long to sort rows with long sentences."""
    return rows.take(pc.sort_indices(rows, _ORDER))


def evaluation(as_of: date, known_on: date | None, said: Answers) -> Evaluation:
    """What the rules said, in frames."""
    return Evaluation(as_of, known_on, frame(said.alerts), frame(said.not_clear), said.patients)


@cache
def _catalogue() -> pa.Table:
    """What each rule's header says about patients without data."""
    every = catalogue.rules()
    return pa.table({"rule": [rule.name for rule in every], "without": [rule.without for rule in every]})
