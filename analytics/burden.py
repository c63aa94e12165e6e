"""How often each rule speaks: new episodes per patient-month, and how people answered them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics import catalogue
from analytics.acknowledgement import alert_states
from analytics.alerts import Evaluation
from analytics.runner import Run, run, sql
from analytics.settings import Settings, load
from data import reviewing
from data.store import Store

ANSWERED = {
    "acknowledged": ("acknowledged",),
    "snoozed": ("snoozed",),
    "dismissed": ("dismissed",),
    "new_again": ("severity_risen", "before_correction", "snooze_ended"),
    "unanswered": ("new",),
}
"""Column of Burden.rules → the states of an alert (analytics.acknowledgement) that it counts."""


@dataclass(frozen=True)
class Burden:
    """Every rule over [first_on, last_on]; published case studies stand apart."""

    first_on: date
    last_on: date
    patients: int
    """Patients who were on record on at least one of the days."""
    patient_months: float
    rules: pd.DataFrame
    """rule (index, catalogue order) · fires, clear, cannot_tell: patients on last_on · began: episodes that began in the
    days, patients_alerted: whose · per_patient_month · acknowledged, snoozed, dismissed, new_again, unanswered of began."""


def a_year_before(day: date) -> date:
    """The first of the twelve months that end on a day."""
    return (pd.Timestamp(day) - pd.DateOffset(years=1) + pd.Timedelta(days=1)).date()


def burden_by_rule(store: Store, evaluation: Evaluation, first_on: date, *, settings: Settings) -> Burden:
    """What every rule said from first_on to the day of the evaluation, and how it was answered by then."""
    last_on = evaluation.as_of
    with run(store, last_on, known_on=evaluation.known_on, patients=None, settings=settings) as this:
        patients, months = _observed(this, first_on)
        corrections = this.execute(sql("review_queries", "corrections")).df()
    cases = case_studies(store)
    alerts = evaluation.alerts[~evaluation.alerts["patient_id"].isin(cases)]
    began = alerts[pd.to_datetime(alerts["began_on"]) >= pd.Timestamp(first_on)]
    began = began.assign(
        state=_states(alerts, store, last_on, corrections).reindex(began.index).fillna("new")
    )
    rules = pd.DataFrame(index=pd.Index(catalogue.ORDER, name="rule"))
    answers = evaluation.not_clear[~evaluation.not_clear["patient_id"].isin(cases)]
    for answer in ("fires", "cannot_tell"):
        rules[answer] = answers[answers["answer"] == answer].groupby("rule").size()
    rules["clear"] = len({*evaluation.patients} - cases) - rules[["fires", "cannot_tell"]].fillna(0).sum(
        axis=1
    )
    rules["began"] = began.groupby("rule").size()
    rules["patients_alerted"] = began.groupby("rule")["patient_id"].nunique()
    for column, counted in ANSWERED.items():
        rules[column] = began[began["state"].isin(counted)].groupby("rule").size()
    rules = rules.fillna(0).astype(int)
    rules["per_patient_month"] = rules["began"] / months if months else float("nan")
    return Burden(first_on, last_on, patients, months, rules)


def observed(
    store: Store,
    first_on: date,
    last_on: date,
    *,
    known_on: date | None = None,
    settings: Settings | None = None,
) -> tuple[int, float]:
    """(patients, patient-months) on record in the days: each from the first transplant, dose or result on."""
    with run(store, last_on, known_on=known_on, patients=None, settings=settings or load()) as this:
        return _observed(this, first_on)


def _observed(this: Run, first_on: date) -> tuple[int, float]:
    this.measures(["dose_periods"])
    this.make("first_days", sql("cohort_queries", "first_days"))
    row = this.execute(sql("cohort_queries", "patient_months"), first_on=first_on).fetchone()
    return (int(row[0]), float(row[1])) if row else (0, 0.0)


def _states(alerts: pd.DataFrame, store: Store, last_on: date, corrections: pd.DataFrame) -> pd.Series:
    """Where the alerts stand of which somebody answered one; nobody answered the others."""
    actions = reviewing.alert_actions(store, last_on)
    series = ["patient_id", "rule", "symptom"]
    asked = pd.MultiIndex.from_frame(actions[series].astype(object))
    some = alerts[pd.MultiIndex.from_frame(alerts[series].astype(object)).isin(asked)]
    return alert_states(some, actions, last_on, corrections)["state"].set_axis(some.index)


def case_studies(store: Store) -> set[str]:
    """Ids of the published cases, which stand apart from the clinic."""
    return set(store.read("SELECT patient_id FROM case_studies")["patient_id"])
