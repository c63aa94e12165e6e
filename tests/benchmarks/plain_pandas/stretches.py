"""Firing results and firing days → episodes: patient_id, began_on, ended_on (empty while open)."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["patient_id", "began_on", "ended_on"]
DAY = pd.Timedelta(days=1)


def of_results(rows: pd.DataFrame, fires: pd.Series) -> pd.DataFrame:
    """From the first firing result after a clear one to the first clear one after it; leave out what cannot tell."""
    judged = rows[["patient_id", "collected_at", "record_id"]].assign(fires=fires.astype(bool))
    judged = judged.sort_values(["patient_id", "collected_at", "record_id"])
    before = judged.groupby("patient_id")["fires"].shift(fill_value=False)
    judged["on"] = judged["collected_at"].dt.normalize()
    begins, ends = (judged[mask].copy() for mask in (judged["fires"] & ~before, ~judged["fires"] & before))
    for side in (begins, ends):
        side["number"] = side.groupby("patient_id").cumcount()
    both = begins.merge(ends, on=["patient_id", "number"], how="left", suffixes=("", "_end"))
    return both.rename(columns={"on": "began_on", "on_end": "ended_on"})[COLUMNS]


def of_days(spans: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Spans (began_on, until_on: the first day that no longer fires) that touch or overlap are one episode."""
    spans = spans.sort_values(["patient_id", "began_on", "until_on"])
    reached = spans.groupby("patient_id")["until_on"].cummax().groupby(spans["patient_id"]).shift()
    number = (~(spans["began_on"] <= reached)).cumsum()
    joined = spans.groupby(number).agg(
        patient_id=("patient_id", "first"), began_on=("began_on", "min"), ended_on=("until_on", "max")
    )
    joined["ended_on"] = joined["ended_on"].where(joined["ended_on"] <= as_of)
    return joined[COLUMNS]
