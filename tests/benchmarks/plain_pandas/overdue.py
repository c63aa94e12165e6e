"""Laboratories that are longer away than their interval."""

from __future__ import annotations

import pandas as pd

from plain_pandas.doses import cni_starts
from plain_pandas.minerals import products
from plain_pandas.records import Records
from plain_pandas.stretches import DAY, of_days

BANDS = pd.DataFrame(
    {"from_month": (0, 3, 12), "mineral": (14, 45, 200), "level": (14, 45, 120), "pth": (100, 190, 400)}
)


def labs_overdue(records: Records) -> pd.DataFrame:
    """The days on which calcium with phosphorus, a CNI level (on a CNI) or PTH with ALP is overdue."""
    pth, alp = (records.of(analyte)[["patient_id", "taken_on"]] for analyte in ("pth", "alp"))
    drawn = {
        "mineral": products(records),
        "level": records.of("tacrolimus"),
        "pth": pth.merge(alp, on=["patient_id", "taken_on"]),
    }
    late = [_late(records, part, rows) for part, rows in drawn.items()]
    return of_days(pd.concat(late, ignore_index=True), records.as_of)


def _late(records: Records, part: str, drawn: pd.DataFrame) -> pd.DataFrame:
    """From the day after the interval until the next result, in each band of months since the transplant."""
    anchors = records.transplants.merge(cni_starts(records), on="patient_id", how="left")
    counted = anchors[["patient_id", "transplanted_on"]].rename(columns={"transplanted_on": "taken_on"})
    gaps = pd.concat([drawn[["patient_id", "taken_on"]], counted]).drop_duplicates()
    gaps = gaps.sort_values(["patient_id", "taken_on"])
    end = records.as_of + DAY
    gaps["next_on"] = gaps.groupby("patient_id")["taken_on"].shift(-1).fillna(end)
    gaps = gaps[gaps["next_on"] - gaps["taken_on"] > BANDS[part].min() * DAY].merge(anchors, on="patient_id")
    found = []
    for months, until_months, days in zip(
        BANDS["from_month"], [*BANDS["from_month"][1:], 1200], BANDS[part], strict=True
    ):
        since, until = (gaps["transplanted_on"] + pd.DateOffset(months=m) for m in (months, until_months))
        begins = [gaps["taken_on"] + (days + 1) * DAY, since]
        if part == "level":  # owed only by those on a CNI
            begins.append(gaps["on_from"].fillna(end))
        span = pd.DataFrame(
            {
                "patient_id": gaps["patient_id"],
                "began_on": pd.concat(begins, axis=1).max(axis=1),
                "until_on": pd.concat([gaps["next_on"], until], axis=1).min(axis=1),
            }
        )
        found.append(span[span["began_on"] < span["until_on"]])
    return pd.concat(found)
