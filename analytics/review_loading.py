"""Reads the facts of the weekly list for the whole clinic at once: the same records and measures as the rules, no loop.

Results are read for the small trends only, and only of the patients that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from analytics.review_facts import ListFacts, Points
from analytics.runner import run, sql
from analytics.settings import Settings
from analytics.timing import lag_days
from data.store import Store

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

NO_ANALYTE = ("",)
WITHOUT_RESULTS = (
    "dose_periods",
    "drug_exposure",
    "cni_exposure",
    "dose_changes",
    "cni_stops",
    "interaction_changes",
    "cips_anchors",
    "windows",
    "symptom_summary",
)
ANALYTES = ("tacrolimus", "cyclosporine", "calcium", "phosphorus", "pth", "alp")
MEASURES = (*WITHOUT_RESULTS, "trough", "ca_p_product", "pth_over_uln", "alp_over_uln")
TREND_MEASURES = (
    "dose_periods",
    "drug_exposure",
    "dose_changes",
    "trough",
    "ca_p_product",
    "pth_over_uln",
    "alp_over_uln",
)


def load(store: Store, evaluation: Evaluation, settings: Settings) -> ListFacts:
    """People, running doses, open pains, dose changes and corrections as the evaluation saw them; trends on demand."""
    as_of, known_on = evaluation.as_of, evaluation.known_on
    with run(store, as_of, known_on=known_on, patients=None, settings=settings, analytes=NO_ANALYTE) as this:
        # without results the run does not know those of whom nothing else is on record; the evaluation does
        this.given("known_patients", pa.table({"patient_id": pa.array(evaluation.patients, pa.string())}))
        this.measures(WITHOUT_RESULTS)

        def table(name: str) -> pd.DataFrame:
            return this.execute(sql("review_queries", name)).df()

        return ListFacts(
            people=table("people"),
            doses=table("running_doses"),
            pains=table("pains"),
            changes=table("changes"),
            corrections=table("corrections"),
            lag_days=lag_days(settings),
            points_of=Points(lambda patients: _trends(store, evaluation, settings, patients)),
        )


def _trends(
    store: Store, evaluation: Evaluation, settings: Settings, patients: Sequence[str]
) -> pd.DataFrame:
    with run(
        store,
        evaluation.as_of,
        known_on=evaluation.known_on,
        patients=patients,
        settings=settings,
        analytes=ANALYTES,
    ) as this:
        # the list looks back at most 400 days; older results would only cost time
        this.execute(
            "CREATE OR REPLACE TEMP TABLE current_results AS SELECT * FROM current_results "
            "WHERE taken_on >= CAST($as_of AS DATE) - 400"
        )
        this.measures(TREND_MEASURES)
        return this.execute(sql("review_queries", "trends")).df()
