"""What the weekly list says about each patient beside the alerts: one set-based read for the whole clinic."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.acknowledgement import records


def _table(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


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
    trends: pd.DataFrame = (
        field(  # lane: trough, ca_p, pth, alp; oldest first; limits in the unit of the value
            default_factory=lambda: _table(
                "patient_id", "lane", "taken_on", "value", "comparator", "low", "high"
            )
        )
    )
    pains: pd.DataFrame = field(  # lower-limb pains and skin lesions that are open on as_of
        default_factory=lambda: _table(
            "patient_id", "symptom_key", "symptom", "site", "side", "lower_limb", "onset_on", "score", "walking", "last_recorded_on",
        )
    )  # fmt: skip
    changes: pd.DataFrame = field(
        default_factory=lambda: _table(
            "patient_id", "drug", "drug_class", "changed_on", "kind", "from_mg_per_day", "to_mg_per_day"
        )
    )
    corrections: pd.DataFrame = field(
        default_factory=lambda: _table(
            "patient_id", "analyte", "collected_on", "corrected_at", "corrected_on"
        )
    )

    @cached_property
    def changes_of(self) -> dict[str, list[dict[str, Any]]]:
        """Dose changes by patient, oldest first."""
        return _grouped(self.changes, "changed_on")

    @cached_property
    def points_of(self) -> Points:
        """Points of the small trends by (patient, lane)."""
        return Points(self.trends)


class Points:
    """Points of the small trends by (patient, lane), oldest first; rows are read only for those that are asked for."""

    def __init__(self, trends: pd.DataFrame) -> None:
        self._trends = trends
        self._places = trends.groupby(["patient_id", "lane"], sort=False).indices if len(trends) else {}

    def get(self, key: tuple[str, str], default: Any = ()) -> Any:
        """The points of one patient and lane."""
        places = self._places.get(key)
        return default if places is None else records(self._trends.iloc[places])


def _grouped(frame: pd.DataFrame, by: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(frame.sort_values(by, kind="stable")):
        found[row["patient_id"]].append(row)
    return found
