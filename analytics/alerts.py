"""Answers of the rules → alerts: one row an episode, with what it fired on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics import catalogue
from analytics.runner import Run, run, sql
from analytics.settings import Settings, load
from data.store import Store

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
    settings = settings or load()
    with run(store, as_of, known_on=known_on, patients=patients, settings=settings) as this:
        this.measures()
        return judge(this, as_of, known_on)


def judge(this: Run, as_of: date, known_on: date | None) -> Evaluation:
    """Run every rule on a cursor whose measures stand, and read the answers."""
    this.cursor.execute(sql("", "episodes"))
    for rule in catalogue.rules():
        if rule.kind == "results":
            this.make("judgements", rule.sql)
            this.execute(f"INSERT INTO episodes BY NAME {sql('', 'fold')}", rule=rule.name)
            this.execute(f"INSERT INTO answers BY NAME {sql('', 'answers')}", rule=rule.name)
        else:
            this.make("stretches", rule.sql)
            this.execute(f"INSERT INTO episodes BY NAME {sql('', 'intervals')}", rule=rule.name)
            this.execute(f"INSERT INTO answers BY NAME {sql('', 'interval_answers')}", rule=rule.name)
    this.cursor.execute("DROP TABLE IF EXISTS judgements")
    alerts = this.execute(sql("", "alerts")).df()
    alerts["evidence"] = alerts["evidence"].astype(str)
    without = pd.DataFrame(
        {"rule": [r.name for r in catalogue.rules()], "without": [r.without for r in catalogue.rules()]}
    )
    this.cursor.register("catalogue_rows", without)
    answers = this.execute(sql("", "final_answers")).df()
    this.cursor.unregister("catalogue_rows")
    return Evaluation(as_of, known_on, alerts, answers)
