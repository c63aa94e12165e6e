"""The clinic as a whole, descriptive: who is in the window, values by month, alert burden, dose changes before onsets.

Published case studies stand apart. Nothing here compares treatments or says that one thing caused another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics.review_loading import ANALYTES
from analytics.review_loading import MEASURES as LIST_MEASURES
from analytics.runner import run, sql
from analytics.settings import Settings
from data.store import Store

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

PUBLISHED_BURDEN = 0.61
"""Alerts a patient-month of a transplant pharmacy dashboard in a randomised trial (Prog Transplant 2023;33:121)."""
BURDEN_SEVERITIES = ("critical", "warning")
"""Only these ask for attention and are counted (definitions.md, Alerts)."""
EVENTS = ("transplant", "cni_increase", "cni_reduction", "leg_pain")
MEASURES = ("trough", "ca_p", "pth", "alp")


@dataclass(frozen=True)
class Cohort:
    """Tables of the whole clinic up to as_of; columns stand in analytics/cohort_queries."""

    as_of: date
    swimmers: pd.DataFrame
    pains: pd.DataFrame
    by_month: pd.DataFrame
    observed_months: pd.DataFrame


@dataclass(frozen=True)
class Timing:
    """Onsets with the changes before them, and the chance overlap of each patient."""

    as_of: date
    onsets: pd.DataFrame
    chance: pd.DataFrame

    @property
    def chance_share(self) -> float | None:
        """Share of all window days of the clinic within 14 days after a CNI increase; None without a window day."""
        days = self.chance["window_days"].sum()
        return float(self.chance["days_after_increase"].sum() / days) if days else None


def cohort(store: Store, as_of: date, *, known_on: date | None, settings: Settings) -> Cohort:
    """Everything the cohort page shows beside curves and alerts, in one read."""
    names = ("swimmers", "swimmer_pains", "by_month", "observed_months")
    swimmers, pains, by_month, months = _tables(store, as_of, known_on, settings, names)
    return Cohort(as_of, swimmers, pains, by_month, months)


def standing(swimmers: pd.DataFrame) -> pd.Series:
    """Per patient of Cohort.swimmers: on_cni (inside the window on a CNI, as the rule cips_window has it), no_cni, not_open."""
    on_cni = swimmers["drug"].notna() & (swimmers["to_day"] == swimmers["today_day"])
    each = swimmers.assign(on_cni=on_cni).groupby("patient_id")
    found = each["on_cni"].any().map({True: "on_cni", False: "no_cni"}).astype(object)
    return found.where(each["opens_day"].first() <= each["today_day"].first(), "not_open")


def timing(store: Store, as_of: date, *, known_on: date | None, settings: Settings) -> Timing:
    """Every onset of the clinic with the dose changes in the 90 days before it."""
    onsets, chance = _tables(store, as_of, known_on, settings, ("onset_timing", "chance_overlap"))
    return Timing(as_of, onsets, chance)


def curves(
    store: Store, as_of: date, event: str, measure: str, *, known_on: date | None, settings: Settings
) -> pd.DataFrame:
    """One measure re-zeroed on an event: week, at_risk, with_value, lower_quartile, median, upper_quartile."""
    with run(store, as_of, known_on=known_on, patients=None, settings=settings, analytes=ANALYTES) as this:
        this.measures(LIST_MEASURES)
        return this.execute(sql("cohort_queries", "curves"), event=event, measure=measure).df()


def burden(
    evaluation: Evaluation, months: pd.DataFrame, case_studies: set[str] | None = None
) -> pd.DataFrame:
    """Alert episodes that began per patient-month: month, alerts, patients, patient_months, per_patient_month.

    months: Cohort.observed_months. Only critical and warning count.
    """
    alerts = evaluation.alerts
    counted = alerts[alerts["severity"].isin(BURDEN_SEVERITIES)]
    counted = counted[~counted["patient_id"].isin(case_studies or set())]
    began = pd.to_datetime(counted["began_on"]).dt.to_period("M").dt.to_timestamp()
    numbers = began.value_counts()
    table = months.copy()
    table["alerts"] = [int(numbers.get(pd.Timestamp(month), 0)) for month in table["month"]]
    table["per_patient_month"] = table["alerts"] / table["patient_months"].where(table["patient_months"] > 0)
    return table


def by_rule(evaluation: Evaluation, case_studies: set[str] | None = None) -> pd.DataFrame:
    """Open alerts by rule and severity: rule, severity, open, patients; most first."""
    alerts = evaluation.alerts
    alerts = alerts[(alerts["status"] == "open") & ~alerts["patient_id"].isin(case_studies or set())]
    table = alerts.groupby(["rule", "severity"], as_index=False).agg(
        open=("patient_id", "size"), patients=("patient_id", "nunique")
    )
    return table.sort_values(["open", "rule"], ascending=[False, True], ignore_index=True)


def _tables(
    store: Store, as_of: date, known_on: date | None, settings: Settings, names: tuple[str, ...]
) -> list[pd.DataFrame]:
    with run(store, as_of, known_on=known_on, patients=None, settings=settings, analytes=ANALYTES) as this:
        this.measures(LIST_MEASURES)
        this.make("first_days", sql("cohort_queries", "first_days"))
        return [this.execute(sql("cohort_queries", name)).df() for name in names]
