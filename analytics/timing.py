"""Dose changes against symptoms: what changed before each onset, what was felt after each change, and how often chance
alone would put a day so close to an increase.

Everything is read from one PatientRecord, which ends at its as_of. Lags are whole days, symptom minus change. Nothing
here says that one caused the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.changes import COLUMNS, dose_changes

if TYPE_CHECKING:
    from analytics.record import PatientRecord

LOOK_BACK_DAYS = 90
"""Changes this many days before an onset are shown, and symptoms this many days after a change (definitions.md)."""
INCREASE_LAG_DAYS = 14
"""An onset 0-14 days after an increase counts as close to it (rule cips_pain_after_cni_increase)."""
SAME_WEEK_DAYS = 7
"""Other changes at most this many days before or after a change are named beside it: the wider reading of "the same week"
hides no confounder."""

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
]


def onset_timing(record: PatientRecord) -> pd.DataFrame:
    """For every symptom onset the changes in the 90 days before it; one row an (onset, change), newest onset first.

    Columns: symptom_key, symptom, site, side, lower_limb, onset_on, date_precision, highest_severity · the columns of
    dose_changes · lag_days (onset minus change, 0-90) · level_drug and level_before, level_before_comparator,
    level_before_on, level_after, … (ng/mL: the last level up to the day of the change and the first after it; of the
    drug itself where it is measured, else of the CNI) · same_week (other changes within 7 days, as text, '' for none) ·
    close_to_increase (a CNI increase 0-14 days before). An onset without any change has one row with an empty drug.
    """
    changes = dose_changes(record)
    levels = _levels(record)
    rows: list[dict[Any, Any]] = []
    for symptom in _symptoms(record):
        lags = (symptom["onset_on"] - changes["changed_on"]).dt.days
        before = changes[(lags >= 0) & (lags <= LOOK_BACK_DAYS)]
        for change in before.to_dict("records"):
            lag = (symptom["onset_on"] - change["changed_on"]).days
            close = (
                change["drug_class"] == "cni" and change["kind"] == "increase" and lag <= INCREASE_LAG_DAYS
            )
            rows.append(
                symptom
                | change
                | {"lag_days": lag, "close_to_increase": close, "same_week": _same_week(change, changes)}
                | _levels_around(change, record, levels)
            )
        if before.empty:
            rows.append(
                symptom
                | {
                    "drug": "",
                    "drug_class": "",
                    "kind": "",
                    "same_week": "",
                    "text": "",
                    "close_to_increase": False,
                }
            )
    columns = [
        *_SYMPTOM,
        *COLUMNS,
        "text",
        "lag_days",
        "close_to_increase",
        "level_drug",
        *_LEVELS,
        "same_week",
    ]
    table = _table(rows, columns)
    return table.sort_values(
        ["onset_on", "symptom_key", "lag_days", "drug"], ascending=[False, True, True, True], kind="stable"
    ).reset_index(drop=True)


def change_outcomes(record: PatientRecord) -> pd.DataFrame:
    """For every dose change the symptoms that began in the 90 days after it; one row a (change, symptom).

    The columns of onset_timing; a change after which nothing began has one row with an empty symptom_key. Newest first.
    """
    changes = dose_changes(record)
    levels = _levels(record)
    symptoms = _symptoms(record)
    rows: list[dict[Any, Any]] = []
    for change in changes.to_dict("records"):
        around = change | {"same_week": _same_week(change, changes)} | _levels_around(change, record, levels)
        after = [s for s in symptoms if 0 <= (s["onset_on"] - change["changed_on"]).days <= LOOK_BACK_DAYS]
        for symptom in after:
            lag = (symptom["onset_on"] - change["changed_on"]).days
            close = (
                change["drug_class"] == "cni" and change["kind"] == "increase" and lag <= INCREASE_LAG_DAYS
            )
            rows.append(symptom | around | {"lag_days": lag, "close_to_increase": close})
        if not after:
            rows.append(
                {
                    "symptom_key": "",
                    "symptom": "",
                    "site": "",
                    "lower_limb": False,
                    "close_to_increase": False,
                }
                | around
            )
    columns = [
        *COLUMNS,
        "text",
        "lag_days",
        *_SYMPTOM,
        "close_to_increase",
        "level_drug",
        *_LEVELS,
        "same_week",
    ]
    table = _table(rows, columns)
    return table.sort_values(
        ["changed_on", "drug", "lag_days"], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)


@dataclass(frozen=True)
class ChanceOverlap:
    """How many of a patient's days in the window lie 0-14 days after a CNI increase anyway."""

    window_days: int
    days_after_increase: int
    increases: int

    @property
    def share(self) -> float | None:
        """0-1; None without a day in a window."""
        return self.days_after_increase / self.window_days if self.window_days else None

    @property
    def sentence(self) -> str:
        """For the page: what the lag would look like by chance."""
        if self.share is None:
            return "No day inside a CIPS window so far: no chance overlap can be counted."
        return (
            f"{self.share:.0%} of this patient's {self.window_days} days in the window lay within {INCREASE_LAG_DAYS} days after "
            "a CNI increase anyway: a short lag alone proves nothing."
        )


def chance_overlap(record: PatientRecord) -> ChanceOverlap:
    """Share of the window days up to as_of that lie 0-14 days after a CNI increase; all windows of the patient together."""
    changes = dose_changes(record)
    increases = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]["changed_on"]
    inside: set[pd.Timestamp] = set()
    for window in record.windows.to_dict("records"):
        closes = min(pd.Timestamp(window["closes_on"]), pd.Timestamp(record.as_of))
        inside |= set(pd.date_range(window["opens_on"], closes))
    close = {day + pd.Timedelta(days=lag) for day in increases for lag in range(INCREASE_LAG_DAYS + 1)}
    return ChanceOverlap(len(inside), len(inside & close), len(increases))


def _symptoms(record: PatientRecord) -> list[dict[Any, Any]]:
    symptoms = record.symptoms.reindex(columns=_SYMPTOM)
    symptoms["onset_on"] = pd.to_datetime(symptoms["onset_on"])
    painless = (symptoms["symptom"] == "pain") & (
        symptoms["highest_severity"] == 0
    )  # asked, and there was none
    return symptoms[~painless].to_dict("records")


def _levels(record: PatientRecord) -> pd.DataFrame:
    """Every level on record: the CNI troughs and the other drugs that are measured; oldest first."""
    own = record.troughs[["drug", "collected_at", "comparator", "value"]]
    other = record.results[record.results["analyte"].isin(["sirolimus", "everolimus"])].rename(
        columns={"analyte": "drug"}
    )
    together = (
        pd.concat([own, other[["drug", "collected_at", "comparator", "value"]]]) if len(other) else own.copy()
    )
    return together.sort_values(["collected_at", "drug", "value"], kind="stable").reset_index(drop=True)


def _levels_around(change: dict[Any, Any], record: PatientRecord, levels: pd.DataFrame) -> dict[Any, Any]:
    """A level drawn on the day of a change belongs to the dose before it (definitions.md)."""
    drug = _level_drug(change, record, levels)
    own = levels[levels["drug"] == drug]
    drawn_on = own["collected_at"].dt.normalize()
    found: dict[Any, Any] = {"level_drug": drug}
    for when, some in (
        ("before", own[drawn_on <= change["changed_on"]].tail(1)),
        ("after", own[drawn_on > change["changed_on"]].head(1)),
    ):
        for level in some.to_dict("records"):
            found |= {
                f"level_{when}": level["value"],
                f"level_{when}_comparator": level["comparator"],
                f"level_{when}_on": level["collected_at"].normalize(),
            }
    return found


def _level_drug(change: dict[Any, Any], record: PatientRecord, levels: pd.DataFrame) -> str:
    if change["drug"] in set(levels["drug"]) or change["drug_class"] in ("cni", "mtor"):
        return str(change["drug"])
    cni = record.dose_periods[
        (record.dose_periods["drug_class"] == "cni")
        & (record.dose_periods["first_on"] <= change["changed_on"])
    ]
    return str(cni.sort_values("first_on")["drug"].iloc[-1]) if len(cni) else ""


def _same_week(change: dict[Any, Any], changes: pd.DataFrame) -> str:
    apart = (changes["changed_on"] - change["changed_on"]).dt.days
    near = changes[(apart.abs() <= SAME_WEEK_DAYS) & (changes["drug"] != change["drug"])]
    words = []
    for other in near.to_dict("records"):
        days = (other["changed_on"] - change["changed_on"]).days
        when = (
            "the same day"
            if days == 0
            else f"{abs(days)} day{'s' if abs(days) > 1 else ''} {'later' if days > 0 else 'before'}"
        )
        words.append(f"{other['text']} ({when})")
    return "; ".join(words)


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
