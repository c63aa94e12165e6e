"""What would have fired under other settings: the episodes of a stretch of days, now against new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.alerts import Evaluation, evaluate
from analytics.settings import Settings, load
from data.errors import TroughlineError
from data.store import Store

IDENTITY = ["patient_id", "rule", "began_on", "symptom_key", "sequence"]


@dataclass(frozen=True)
class Replay:
    """Episodes that touch the days from first_on to last_on under both settings."""

    first_on: date
    last_on: date
    new: pd.DataFrame
    """Alerts that only the new settings raise."""
    gone: pd.DataFrame
    """Alerts that only the settings in force raise."""
    changed: pd.DataFrame
    """Alerts that stay with another severity: columns severity_before, severity."""
    counts: pd.DataFrame
    """rule, now, then, new, gone, now_per_patient_month, then_per_patient_month."""


def replay(
    store: Store, new_settings: Settings, from_on: date, to_on: date, *, settings: Settings | None = None
) -> Replay:
    """Compare the settings in force with new ones over [from_on, to_on]. Raises TroughlineError when it ends before it begins."""
    if to_on < from_on:
        raise TroughlineError(
            f"The replay ends on {to_on}, before it begins on {from_on}. Give the earlier day first."
        )
    before_all = evaluate(store, to_on, settings=settings or load())
    now = _touching(before_all, from_on)
    then = _touching(evaluate(store, to_on, settings=new_settings), from_on)
    both = now.merge(then, on=IDENTITY, how="outer", suffixes=("_before", ""), indicator=True)
    keys_new = both.loc[both["_merge"] == "right_only", IDENTITY]
    keys_gone = both.loc[both["_merge"] == "left_only", IDENTITY]
    stayed = both[(both["_merge"] == "both") & (both["severity_before"] != both["severity"])]
    new, gone = then.merge(keys_new, on=IDENTITY), now.merge(keys_gone, on=IDENTITY)
    months = before_all.answers["patient_id"].nunique() * ((to_on - from_on).days + 1) / 30.4375
    counts = pd.DataFrame(
        {
            "now": now.groupby("rule").size(),
            "then": then.groupby("rule").size(),
            "new": new.groupby("rule").size(),
            "gone": gone.groupby("rule").size(),
        }
    )
    counts = counts.fillna(0).astype(int).rename_axis("rule").reset_index()
    counts["now_per_patient_month"] = counts["now"] / months if months else 0.0
    counts["then_per_patient_month"] = counts["then"] / months if months else 0.0
    return Replay(from_on, to_on, new, gone, stayed[[*IDENTITY, "severity_before", "severity"]], counts)


def _touching(evaluation: Evaluation, from_on: date) -> pd.DataFrame:
    rows = evaluation.alerts
    start = pd.Timestamp(from_on)
    return rows[
        rows["ended_on"].isna() | (rows["ended_on"] > start) | (rows["began_on"] >= start)
    ].reset_index(drop=True)
