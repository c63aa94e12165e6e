"""Dose changes against symptoms: what changed before each onset, what was felt after each change, and how often chance
alone would put a day so close to an increase.

Everything is read from one PatientRecord, which ends at its as_of. Lags are whole days, symptom minus change. Nothing
here says that one caused the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.around_changes import changes_with_levels
from analytics.changes import COLUMNS, dose_changes
from analytics.texts import doses as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord
    from analytics.settings import Settings

_LEVELS = [f"level_{when}{part}" for when in ("before", "after") for part in ("", "_comparator", "_on")]
_SYMPTOM = [
    "symptom_key",
    "symptom",
    "site",
    "side",
    "lower_limb",
    "onset_on",
    "date_precision",
    "highest_severity",
    "highest_derived",
]

_CHANGE = [*COLUMNS, "text", "lag_days", "close_to_increase", "level_drug", *_LEVELS, "same_week"]

_NO_CHANGE = {
    "drug": "",
    "drug_class": "",
    "kind": "",
    "same_week": "",
    "text": "",
    "close_to_increase": False,
}
_NO_SYMPTOM = {"symptom_key": "", "symptom": "", "site": "", "lower_limb": False, "close_to_increase": False}


def look_back_days(settings: Settings) -> int:
    """How long before an onset a dose change is shown, and how long after a change a symptom (definitions.md: 90 days)."""
    return int(settings.value("timing.look_back_days"))


def lag_days(settings: Settings) -> int:
    """An onset so many days after an increase, or fewer, is close to it: the lag of rule cips_pain_after_cni_increase."""
    return int(settings.value("pain.lag_days"))


def onset_timing(record: PatientRecord) -> pd.DataFrame:
    """For every symptom onset the changes in the 90 days before it; one row an (onset, change), newest onset first.

    Columns: symptom_key, symptom, site, side, lower_limb, onset_on, date_precision, highest_severity, highest_derived · the columns of
    dose_changes · lag_days (onset minus change, 0-90) · level_drug and level_before, level_before_comparator,
    level_before_on, level_after, … (ng/mL: the last level up to the day of the change and the first after it; of the
    drug itself where it is measured, else of the CNI) · same_week (other changes within 7 days, as text, '' for none) ·
    close_to_increase (a CNI increase 0-14 days before). An onset without any change has one row with an empty drug.
    The 90 and the 14 days are the settings timing.look_back_days and pain.lag_days.
    """
    changes = changes_with_levels(record)
    rows = [
        row
        for symptom in _symptoms(record)
        for row in _pairs(record, [symptom], changes) or [symptom | _NO_CHANGE]
    ]
    table = _table(rows, [*_SYMPTOM, *_CHANGE])
    return table.sort_values(
        ["onset_on", "symptom_key", "lag_days", "drug"], ascending=[False, True, True, True], kind="stable"
    ).reset_index(drop=True)


def change_outcomes(record: PatientRecord) -> pd.DataFrame:
    """For every dose change the symptoms that began in the 90 days after it; one row a (change, symptom).

    The columns of onset_timing; a change after which nothing began has one row with an empty symptom_key. Newest first.
    """
    symptoms = _symptoms(record)
    rows = [
        row
        for change in changes_with_levels(record)
        for row in _pairs(record, symptoms, [change]) or [_NO_SYMPTOM | change]
    ]
    table = _table(rows, [*_CHANGE, *_SYMPTOM])
    return table.sort_values(
        ["changed_on", "drug", "lag_days"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)


@dataclass(frozen=True)
class ChanceOverlap:
    """How many of a patient's days in the window lie 0-14 days after a CNI increase anyway."""

    window_days: int
    days_after_increase: int
    increases: int
    lag_days: int
    """The longest lag that counts as close to an increase."""

    @property
    def share(self) -> float | None:
        """0-1; None without a day in a window."""
        return self.days_after_increase / self.window_days if self.window_days else None

    @property
    def sentence(self) -> str:
        """For the page: what the lag would look like by chance."""
        if self.share is None:
            return texts.NO_OVERLAP
        return texts.OVERLAP.format(share=self.share, window_days=self.window_days, lag_days=self.lag_days)


def chance_overlap(record: PatientRecord) -> ChanceOverlap:
    """Share of the window days up to as_of that lie 0-14 days after a CNI increase; all windows of the patient together."""
    longest = lag_days(record.settings)
    changes = dose_changes(record)
    increases = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]["changed_on"]
    inside: set[pd.Timestamp] = set()
    for window in record.windows.to_dict("records"):
        closes = min(pd.Timestamp(window["closes_on"]), pd.Timestamp(record.as_of))
        inside |= set(pd.date_range(window["opens_on"], closes))
    close = {day + pd.Timedelta(days=lag) for day in increases for lag in range(longest + 1)}
    return ChanceOverlap(len(inside), len(inside & close), len(increases), longest)


def _symptoms(record: PatientRecord) -> list[dict[Any, Any]]:
    symptoms = record.symptoms.reindex(columns=_SYMPTOM)
    symptoms["onset_on"] = pd.to_datetime(symptoms["onset_on"])
    painless = (symptoms["symptom"] == "pain") & (
        symptoms["highest_severity"] == 0
    )  # asked, and there was none
    return symptoms[~painless].to_dict("records")


def _pairs(
    record: PatientRecord, symptoms: list[dict[Any, Any]], changes: list[dict[Any, Any]]
) -> list[dict[Any, Any]]:
    """Each onset beside each change that came before it, but not longer before than is shown."""
    look_back, longest = look_back_days(record.settings), lag_days(record.settings)
    rows = []
    for symptom in symptoms:
        for change in changes:
            lag = (symptom["onset_on"] - change["changed_on"]).days
            if 0 <= lag <= look_back:
                close = change["drug_class"] == "cni" and change["kind"] == "increase" and lag <= longest
                rows.append(symptom | change | {"lag_days": lag, "close_to_increase": close})
    return rows


def _table(rows: list[dict[Any, Any]], columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    for column in (c for c in columns if c.endswith("_on")):
        table[column] = pd.to_datetime(table[column])
    for column in (
        "from_mg_per_day",
        "to_mg_per_day",
        "lag_days",
        "level_before",
        "level_after",
        "highest_severity",
    ):
        table[column] = pd.to_numeric(table[column])
    for column in ("level_drug", "level_before_comparator", "level_after_comparator"):
        table[column] = table[column].astype(object).fillna("")
    return table
