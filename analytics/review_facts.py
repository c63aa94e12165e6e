"""What the weekly list says about each patient beside the alerts: one set-based read for the whole clinic."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.acknowledgement import records


def _table(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


class Points:
    """Points of the small trends by (patient, lane), oldest first; read only for the patients that are shown, and once.

    read: the columns patient_id, lane (trough, ca_p, pth, alp), taken_on, value, comparator, low, high, caution for some
    patients; limits in the unit of the value.
    """

    def __init__(self, read: Callable[[Sequence[str]], pd.DataFrame]) -> None:
        self._read = read
        self._guard = threading.Lock()
        self._known: set[str] = set()
        self._points: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)

    def want(self, patients: Sequence[str]) -> None:
        """Read those of these patients that are not at hand, all at once."""
        with self._guard:
            missing = [patient for patient in dict.fromkeys(patients) if patient not in self._known]
            if missing:
                for point in records(self._read(missing)):
                    self._points[point["patient_id"], point["lane"]].append(point)
                self._known.update(missing)

    def get(self, key: tuple[str, str]) -> list[dict[str, Any]]:
        """The points of one patient and lane."""
        self.want([key[0]])
        return self._points.get(key, [])


@dataclass(frozen=True)
class ListFacts:
    """Everything up to as_of, one table a subject; every table has patient_id. Case studies are left out."""

    people: pd.DataFrame = field(
        default_factory=lambda: _table(
            "patient_id", "name", "clinic", "consultant", "risk_factors",
            "anchor_on", "anchor", "opens_on", "closes_on", "graft_failed_on",
        )
    )  # fmt: skip
    doses: pd.DataFrame = field(  # running on as_of: CNI and mTOR
        default_factory=lambda: _table("patient_id", "drug", "drug_class", "formulation", "mg_per_day")
    )
    pains: pd.DataFrame = field(  # lower-limb pains and skin lesions that are open on as_of
        default_factory=lambda: _table(
            "patient_id", "symptom_key", "symptom", "site", "side", "lower_limb", "onset_on", "score", "derived",
            "walking", "last_recorded_on",
        )
    )  # fmt: skip
    changes: pd.DataFrame = field(
        default_factory=lambda: _table(
            "patient_id", "drug", "drug_class", "changed_on", "kind", "from_mg_per_day", "to_mg_per_day"
        )
    )
    corrections: pd.DataFrame = field(
        default_factory=lambda: _table(
            "patient_id", "analyte", "collected_on", "corrected_at", "corrected_on", "withdrawn"
        )
    )
    lag_days: int = 14
    """A change of exposure counts as close to an onset up to this many days before it (definitions.md, Alerts)."""
    points_of: Points = field(default_factory=lambda: Points(lambda _: _table("patient_id", "lane")))

    @cached_property
    def changes_of(self) -> dict[str, list[dict[str, Any]]]:
        """Dose changes by patient, oldest first."""
        return _grouped(self.changes, "changed_on")


def _grouped(frame: pd.DataFrame, by: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(frame.sort_values(by, kind="stable")):
        found[row["patient_id"]].append(row)
    return found
