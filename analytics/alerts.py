"""Answers of the rules → alerts: one row an episode, with what it fired on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd

from analytics import catalogue
from analytics.runner import Run, frame, run, sql
from analytics.settings import Settings, load
from data.store import RECORD_TABLES, Store

RESULTS_AT_ONCE = 1_300_000  # results evaluated at one time: memory follows this number and not the registry
WORTH_A_PART = 100_000  # results; fewer are evaluated sooner together
MOST_AT_ONCE = 4
_RESULTS_OF = (
    "SELECT count(*) FROM results SEMI JOIN (SELECT unnest($patients) AS patient_id) USING (patient_id)"
)
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
    answers: pd.DataFrame
    """patient_id, rule, answer (fires, clear, cannot_tell), missing."""


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
        pd.concat([part.answers for part in found], ignore_index=True),
    )


def _ask(this: Run, rule: catalogue.Rule) -> None:
    """Put what one rule says into judgements (a rule on results) or stretches (on symptoms and states)."""
    table, select = (
        ("judgements", sql("", "judged"))
        if rule.kind == "results"
        else ("stretches", "SELECT $rule AS rule, * FROM told")
    )
    this.execute(
        f"INSERT INTO {table} BY NAME WITH told AS MATERIALIZED ({rule.sql}\n) {select}", rule=rule.name
    )


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
        return judge(this, as_of, known_on)


def judge(this: Run, as_of: date, known_on: date | None) -> Evaluation:
    """Every rule on a numbered run whose measures stand, and what they found."""
    this.cursor.execute(sql("", "episodes"))
    for rule in catalogue.rules():
        _ask(this, rule)
    this.make("found", sql("", "fold"))
    this.make("episodes", sql("", "all_episodes"))
    this.make("answers", sql("", "answers"))
    alerts = frame(this.execute(sql("", "alerts")).to_arrow_table())
    without = pd.DataFrame(
        {"rule": [r.name for r in catalogue.rules()], "without": [r.without for r in catalogue.rules()]}
    )
    this.cursor.register("catalogue_rows", without)
    answers = frame(this.execute(sql("", "final_answers")).to_arrow_table())
    this.cursor.unregister("catalogue_rows")
    return Evaluation(as_of, known_on, alerts, answers)
