"""What the clinic's charts show, in one sentence each: read out by screen readers in place of the picture."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.wording import plain
from dashboard.texts import findings as texts
from dashboard.wording import counted


def lags(nearest: pd.DataFrame, near_days: int) -> str:
    """For the dots of onsets at their lag; nearest and near_days as for onset_lags.lag_figure."""
    rise = nearest[(nearest["drug_class"] == "cni") & (nearest["kind"] == "increase")]
    near = int((rise["lag_days"] <= near_days).sum())
    return texts.LAGS.format(
        onsets=counted(len(nearest), texts.ONSET, texts.ONSETS), rises=len(rise), near=near, near_days=near_days,
        shortest=int(nearest["lag_days"].min()), longest=int(nearest["lag_days"].max()),
    )  # fmt: skip


def histogram(nearest: pd.DataFrame) -> str:
    """For the onsets by week of lag."""
    weeks = (nearest["lag_days"].astype(int) // 7).value_counts()
    most = int(weeks.idxmax())
    return texts.HISTOGRAM.format(most=int(weeks.max()), all=len(nearest), first=most * 7, last=most * 7 + 6)


def levels(nearest: pd.DataFrame) -> str:
    """For the levels before and after the change."""
    both = nearest.dropna(subset=["level_before", "level_after"])
    rise = both[(both["drug_class"] == "cni") & (both["kind"] == "increase")]
    up, all_up = ((some["level_after"] > some["level_before"]).sum() for some in (rise, both))
    return texts.LEVELS.format(up=all_up, all=len(both), rises_up=up, rises=len(rise))


def swimmers(shown: pd.DataFrame, everybody: int, pains: pd.DataFrame, alerts: pd.DataFrame) -> str:
    """For the windows of the patients who are inside theirs."""
    patients = counted(everybody, texts.PATIENT, texts.PATIENTS)
    some = [frame["patient_id"].nunique() for frame in (shown, pains, alerts)]
    return texts.SWIMMERS.format(patients=patients, shown=some[0], pains=some[1], alerts=some[2])


def by_month(months: pd.DataFrame, title: str, unit: str) -> str:
    """For one measure by month after transplant."""
    if months.empty:
        return texts.BY_MONTH_NONE.format(title=title)
    ordered = months.sort_values("month")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return texts.BY_MONTH.format(
        title=title, unit=unit, first=plain(first["median"]), first_month=int(first["month"]),
        last=plain(last["median"]), last_month=int(last["month"]),
    )  # fmt: skip


def curve(points: pd.DataFrame, title: str, unit: str, event: str) -> str:
    """For one measure re-zeroed on an event."""
    known = points[points["with_value"] > 0].sort_values("week")
    first, last = known.iloc[0], known.iloc[-1]
    return texts.CURVE.format(
        title=title, event=event, unit=unit, first=plain(first["median"]), first_week=int(first["week"]),
        last=plain(last["median"]), last_week=int(last["week"]), most=int(known["at_risk"].max()),
    )  # fmt: skip


def burden(by_month: pd.DataFrame, published: float) -> str:
    """For the alerts per patient-month."""
    rate = by_month["alerts"].sum() / by_month["patient_months"].sum()
    return texts.BURDEN.format(rate=plain(rate), published=published)
