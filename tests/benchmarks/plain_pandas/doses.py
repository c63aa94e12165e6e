"""Dose changes, the CIPS window, and the days on a CNI inside it."""

from __future__ import annotations

import pandas as pd

from plain_pandas.records import Records
from plain_pandas.stretches import DAY, of_days


def changes(records: Records) -> pd.DataFrame:
    """patient_id, changed_on, kind (start, increase, reduction): each dose against the one before it."""
    doses = records.doses.sort_values(["patient_id", "started_on"])
    daily = (doses["dose_mg"] * doses["doses_per_week"] / 7).round(6)
    step = daily - daily.groupby(doses["patient_id"]).shift()
    kind = pd.Series("start", index=doses.index).mask(step > 0, "increase").mask(step < 0, "reduction")
    changed = doses.assign(kind=kind)[step != 0].rename(columns={"started_on": "changed_on"})
    return changed[["patient_id", "changed_on", "kind"]]


def cni_starts(records: Records) -> pd.DataFrame:
    """patient_id, on_from: the first day on a CNI, which nobody in the registry stops."""
    return records.doses.groupby("patient_id", as_index=False).agg(on_from=("started_on", "min"))


def windows(records: Records) -> pd.DataFrame:
    """patient_id, transplanted_on, opens_on (day 21), closes_on (month 14), on_from."""
    window = records.transplants.assign(
        opens_on=records.transplants["transplanted_on"] + 21 * DAY,
        closes_on=records.transplants["transplanted_on"] + pd.DateOffset(months=14),
    )
    return window.merge(cni_starts(records), on="patient_id")


def cips_window(records: Records) -> pd.DataFrame:
    """The days on a CNI inside the window."""
    window = windows(records)
    window["began_on"] = window[["opens_on", "on_from"]].max(axis=1)
    window["until_on"] = window["closes_on"] + DAY
    return of_days(
        window[(window["began_on"] <= window["closes_on"]) & (window["began_on"] <= records.as_of)],
        records.as_of,
    )
