"""What the clinic's charts show, in one sentence each: read out by screen readers in place of the picture."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.wording import plain


def lags(nearest: pd.DataFrame, near_days: int) -> str:
    """For the dots of onsets at their lag; nearest and near_days as for onset_lags.lag_figure."""
    rise = nearest[(nearest["drug_class"] == "cni") & (nearest["kind"] == "increase")]
    near = int((rise["lag_days"] <= near_days).sum())
    return (
        f"{_count(len(nearest), 'onset')} with a change before: {len(rise)} after a CNI increase, {near} of them "
        f"within {near_days} days; the lags run from {int(nearest['lag_days'].min())} to {int(nearest['lag_days'].max())} days."
    )


def histogram(nearest: pd.DataFrame) -> str:
    """For the onsets by week of lag."""
    weeks = (nearest["lag_days"].astype(int) // 7).value_counts()
    most = int(weeks.idxmax())
    return f"Most onsets, {int(weeks.max())} of {len(nearest)}, lie {most * 7} to {most * 7 + 6} days after the change."


def levels(nearest: pd.DataFrame) -> str:
    """For the levels before and after the change."""
    both = nearest.dropna(subset=["level_before", "level_after"])
    rise = both[(both["drug_class"] == "cni") & (both["kind"] == "increase")]
    up, all_up = ((some["level_after"] > some["level_before"]).sum() for some in (rise, both))
    return f"The level rose in {all_up} of {len(both)} onsets, after a CNI increase in {up} of {len(rise)}."


def swimmers(shown: pd.DataFrame, everybody: int, pains: pd.DataFrame, alerts: pd.DataFrame) -> str:
    """For the windows of the patients who are inside theirs."""
    return (
        f"{_count(everybody, 'patient')} inside the CIPS window, {shown['patient_id'].nunique()} of them shown, the one that "
        f"closes first on top: {pains['patient_id'].nunique()} with a pain, {alerts['patient_id'].nunique()} with an open "
        "critical or warning alert."
    )


def by_month(months: pd.DataFrame, title: str, unit: str) -> str:
    """For one measure by month after transplant."""
    if months.empty:
        return f"{title}: no value on record."
    ordered = months.sort_values("month")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"{title} by month after transplant: median {plain(first['median'])} {unit} in month {int(first['month'])}, "
        f"{plain(last['median'])} in month {int(last['month'])}."
    )


def curve(points: pd.DataFrame, title: str, unit: str, event: str) -> str:
    """For one measure re-zeroed on an event."""
    known = points[points["with_value"] > 0].sort_values("week")
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"{title} by week around {event}: median {plain(first['median'])} {unit} in week {int(first['week'])}, "
        f"{plain(last['median'])} in week {int(last['week'])}, with {int(known['at_risk'].max())} patients at most."
    )


def burden(by_month: pd.DataFrame, published: float) -> str:
    """For the alerts per patient-month."""
    rate = by_month["alerts"].sum() / by_month["patient_months"].sum()
    return f"{plain(rate)} alerts per patient-month over the whole time; {published} are published."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
