"""Which alerts a change of the record raised, closed or made more or less severe: the same question before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.alerts import SEVERITIES, evaluate
from analytics.settings import Settings
from data.store import Store

IDENTITY = ["patient_id", "rule", "began_on", "symptom", "sequence"]
COLUMNS = ["change", "patient_id", "severity", "rule", "began_on", "symptom", "why"]
KINDS = ("raised", "severity", "closed", "gone")


@dataclass(frozen=True)
class Snapshot:
    """The alerts of some patients on several days, before a change."""

    patients: tuple[str, ...]
    alerts: dict[date, pd.DataFrame]


def before(store: Store, patients: Sequence[str], days: Sequence[date], settings: Settings) -> Snapshot:
    """Remember the alerts of these patients on each of the days."""
    return Snapshot(tuple(patients), {day: _alerts(store, patients, day, settings) for day in days})


def since(store: Store, snapshot: Snapshot, day: date, settings: Settings) -> pd.DataFrame:
    """change, patient_id, severity, rule, began_on, symptom, why: what differs on that day; critical first, then by change.

    change: raised (a new episode), severity (another severity), closed (ended now), gone (no longer stands).
    """
    return differences(snapshot.alerts[day], _alerts(store, snapshot.patients, day, settings))


def differences(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The episodes that two evaluations of the same patients on the same day do not share; the most severe first."""
    both = was.merge(now, on=IDENTITY, how="outer", suffixes=("_was", ""), indicator="side")
    both["change"] = ""
    both.loc[both["side"] == "right_only", "change"] = "raised"
    both.loc[both["side"] == "left_only", "change"] = "gone"
    shared = both["side"] == "both"
    both.loc[shared & (both["severity"] != both["severity_was"]), "change"] = "severity"
    both.loc[shared & (both["status_was"] == "open") & (both["status"] == "ended"), "change"] = "closed"
    both.loc[shared & (both["status_was"] == "ended") & (both["status"] == "open"), "change"] = "raised"
    for column in ("severity", "why"):
        both[column] = both[column].where(both["side"] != "left_only", both[f"{column}_was"])
    changed = both[both["change"] != ""].copy()
    changed["order"] = changed["change"].map({kind: place for place, kind in enumerate(KINDS)})
    changed["rank"] = changed["severity"].map(SEVERITIES.index)
    return changed.sort_values(["rank", "order", "patient_id", "rule", "began_on"], kind="stable")[COLUMNS]


def _alerts(store: Store, patients: Sequence[str], day: date, settings: Settings) -> pd.DataFrame:
    return evaluate(store, day, patients=list(patients), settings=settings).alerts
