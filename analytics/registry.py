"""A registry for reading: the alerts that evaluate-lake wrote, and one patient at a time from the lake they came from.

Nothing is evaluated for everybody here: the list is the alert table, and a patient's rows are read from the one bucket
that holds them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from analytics import catalogue, cohort_at_scale, lake_output, review_order
from analytics.runner import sql
from data.errors import TroughlineError
from data.lake import named_manifests, newest_manifests
from data.lake_reading import empty, open_patient
from data.store import Store

KEPT = 32
"""So many patients stay open in memory."""
ASKING = ("critical", "warning")
_COLUMNS = (
    "site",
    "patient_id",
    "rule",
    "severity",
    "began_on",
    "latest_on",
    "symptom",
    "why",
    "sequence",
)


@dataclass(frozen=True)
class Choice:
    """Filters of the list; empty stands for all."""

    sites: Sequence[str] = ()
    severities: Sequence[str] = ()
    rules: Sequence[str] = ()
    only_new: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of the list (analytics/registry_queries/worklist.sql) and how many patients the filters leave."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    patients: int = 0


class Registry:
    """A lake with its evaluated alerts, read only. Safe to share between threads."""

    def __init__(self, lake: str, output: str) -> None:
        """Raises TroughlineError when the output holds no run, or a run over exports that are no longer there."""
        self.lake, self.output = lake, output
        self.run = lake_output.read_run(output)
        self.manifests = named_manifests(lake, self.run.exports)
        self.missing = lake_output.missing(output, self.run.buckets)
        """Buckets that are not evaluated, with the reason: their patients are on no list."""
        self._alerts = self._load()
        self._guard = threading.Lock()
        self._open: OrderedDict[str, Store] = OrderedDict()
        self._nobody = empty(self.manifests)

    @property
    def sites(self) -> list[str]:
        """The sites whose exports were evaluated."""
        return [manifest.site for manifest in self.manifests]

    @property
    def simulated(self) -> bool:
        """Whether a site is a simulated clinic, which every screen must say."""
        return any(manifest.simulated for manifest in self.manifests)

    def newer_exports(self) -> list[str]:
        """Sites that have exported again since the alerts were evaluated."""
        known = dict(self.run.exports)
        return [m.site for m in newest_manifests(self.lake) if known.get(m.site) != m.export]

    def store_of(self, patient_id: str | None) -> Store:
        """The patient's own rows as a store in memory that takes no entries; without a patient an empty one."""
        if not patient_id:
            return self._nobody
        with self._guard:
            if patient_id in self._open:
                self._open.move_to_end(patient_id)
                return self._open[patient_id]
        store = open_patient(self.lake, self.manifests, patient_id)
        with self._guard:
            self._open[patient_id] = store
            while len(self._open) > KEPT:
                self._open.popitem(last=False)  # not closed: another session may be reading it
        return store

    def worklist(self, choice: Choice, *, start: int = 0, most: int = 25) -> Page:
        """A page of the patients with an open critical or warning alert, most urgent first."""
        values = {
            "sites": list(choice.sites),
            "severities": list(choice.severities),
            "rules": list(choice.rules),
            "only_new": choice.only_new,
            "as_of": self.run.as_of,
            "most": most,
            "from": start,
        }
        with self._alerts.cursor() as cursor:
            found = cursor.execute(sql("registry_queries", "worklist"), values).fetch_df()
        rows = [{str(k): v for k, v in row.items()} for row in found.to_dict("records")]
        return Page(rows, int(found["patients"].iloc[0]) if rows else 0)

    def rules(self) -> list[str]:
        """Rules with an open alert that asks for attention."""
        with self._alerts.cursor() as cursor:
            return [
                row[0] for row in cursor.execute("SELECT DISTINCT rule FROM asking ORDER BY rule").fetchall()
            ]

    def figures(self, name: str) -> pd.DataFrame | None:
        """Cohort figures by site (cohort_at_scale.FIGURES); None while a bucket is missing."""
        try:
            return cohort_at_scale.read(self.output, name)
        except TroughlineError:
            return None

    def _load(self) -> duckdb.DuckDBPyConnection:
        """The open alerts that ask for attention, and where each rule stands on the weekly list."""
        asking = lake_output.answers(self.output).to_table(
            columns=list(_COLUMNS),
            filter=(ds.field("about") == "alert")
            & (ds.field("status") == "open")
            & ds.field("severity").isin(ASKING),
        )
        connection = duckdb.connect(":memory:")
        connection.register("loaded", asking)
        connection.register("standing", _standing())
        connection.execute("CREATE TABLE asking AS SELECT * FROM loaded JOIN standing USING (rule, severity)")
        connection.unregister("loaded")
        connection.unregister("standing")
        return connection


def _standing() -> pa.Table:
    """Horizon, card, rank and whether it is minor, of each rule at each severity, as the clinic's list has them."""
    blank = {
        "state": "new",
        "fresh": True,
        "score": None,
        "began_on": "",
        "symptom": "",
        "comparator": "",
        "value": 0.0,
    }
    alerts = [
        {**blank, "rule": rule.name, "severity": severity, "threshold": 0.0}
        for rule in catalogue.rules()
        for severity in ASKING
    ]
    for alert in alerts:
        alert["card"] = review_order.card_of(alert, in_pain=False)
        alert["horizon"] = review_order.horizon_of(alert, on_dialysis=False)
        alert["minor"] = review_order.minor([alert], on_dialysis=False)
    alerts.sort(key=review_order.strength)
    ranked = [{**alert, "rank": rank} for rank, alert in enumerate(alerts)]
    return pa.Table.from_pylist(ranked).select(["rule", "severity", "card", "horizon", "minor", "rank"])
