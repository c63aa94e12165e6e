"""Reads the facts of the weekly list for the whole clinic at once: the same records and measures as the rules, no loop."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.review_facts import ListFacts
from analytics.runner import run, sql
from analytics.settings import Settings
from data.store import Store

ANALYTES = ("tacrolimus", "cyclosporine", "calcium", "phosphorus", "pth", "alp")
MEASURES = (
    "dose_periods",
    "drug_exposure",
    "cni_exposure",
    "dose_changes",
    "cni_stops",
    "interaction_changes",
    "windows",
    "symptom_summary",
    "trough",
    "ca_p_product",
    "pth_over_uln",
    "alp_over_uln",
)


def load(store: Store, as_of: date, *, known_on: date | None, settings: Settings) -> ListFacts:
    """People, running doses, trends, open pains, dose changes and corrections up to as_of, as known on known_on."""
    with run(store, as_of, known_on=known_on, patients=None, settings=settings, analytes=ANALYTES) as this:
        # the list looks back at most 400 days; older results would only cost time
        this.execute(
            "CREATE OR REPLACE TEMP TABLE current_results AS SELECT * FROM current_results "
            "WHERE taken_on >= CAST($as_of AS DATE) - 400"
        )
        this.measures(MEASURES)

        def table(name: str) -> pd.DataFrame:
            return this.execute(sql("review_queries", name)).df()

        return ListFacts(
            people=table("people"),
            doses=table("running_doses"),
            trends=table("trends"),
            pains=table("pains"),
            changes=table("changes"),
            corrections=table("corrections"),
        )
