"""The rules on tacrolimus levels, and on creatinine after a cut of the dose."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plain_pandas.doses import changes
from plain_pandas.records import Records
from plain_pandas.stretches import DAY, of_days, of_results


def episodes(records: Records) -> dict[str, pd.DataFrame]:
    """The episodes of the four rules, by rule."""
    changed = changes(records)
    troughs = _troughs(records, changed)
    return {
        "trough_out_of_target": _out_of_target(troughs),
        "trough_variability_high": _varying(troughs),
        "trough_due_after_dose_change": _due(records, changed),
        "creatinine_rise_after_cni_reduction": _creatinine(records, changed),
    }


def _troughs(records: Records, changed: pd.DataFrame) -> pd.DataFrame:
    """Levels with the dose before them, the days since its last change and since the transplant, in order."""
    levels = records.of("tacrolimus").sort_values("taken_on")
    doses = records.doses.sort_values("started_on")
    before = {"by": "patient_id", "left_on": "taken_on", "allow_exact_matches": False}
    levels = pd.merge_asof(levels, changed.sort_values("changed_on"), right_on="changed_on", **before)
    levels = pd.merge_asof(levels, doses, right_on="started_on", **before)
    levels = levels.merge(records.transplants, on="patient_id", how="left")
    daily = (levels["dose_mg"] * levels["doses_per_week"] / 7).round(6)
    levels["c0_d"] = (levels["value"] / daily).round(6)
    levels["steady"] = ~(levels["taken_on"] - levels["changed_on"] < 3 * DAY)
    return levels.sort_values(["patient_id", "collected_at", "record_id"], ignore_index=True)


def _out_of_target(troughs: pd.DataFrame) -> pd.DataFrame:
    """25 % beyond an end, the second in a row beyond it, or above 20, which alone counts before steady state."""
    value, toxic = troughs["value"], troughs["value"] > 20
    first_year = troughs["taken_on"] <= troughs["transplanted_on"] + pd.DateOffset(months=12)
    low, high = 4.0, pd.Series(np.where(first_year, 11.0, 8.0), index=troughs.index)
    steady = troughs[troughs["steady"]]
    fires = toxic | (value < low * 0.75) | (value > high * 1.25)
    for beyond in (value < low, value > high):
        again = beyond[troughs["steady"]].groupby(steady["patient_id"]).shift(fill_value=False)
        fires |= beyond & again.reindex(troughs.index, fill_value=False)
    judged = toxic | troughs["steady"]
    return of_results(troughs[judged], fires[judged])


def _varying(troughs: pd.DataFrame) -> pd.DataFrame:
    """CV of the troughs and of C0/D both above 30 %, over 180 days, six of them, from day 90 on."""
    late = troughs[troughs["steady"] & (troughs["taken_on"] - troughs["transplanted_on"] >= 90 * DAY)]
    window = (
        late.set_index("taken_on").groupby("patient_id")[["value", "c0_d"]].rolling("180D", closed="both")
    )
    percent = (window.std() / window.mean() * 100).round(6)
    percent = percent.where(window.count() >= 6)
    fires = pd.Series((percent > 30).all(axis=1).to_numpy(), index=late.index)
    known = pd.Series(percent.notna().all(axis=1).to_numpy(), index=late.index)
    return of_results(late[known], fires[known])


def _due(records: Records, changed: pd.DataFrame) -> pd.DataFrame:
    """No level on days 3 to 10 after a change of the dose; a second change before day 11 takes its place."""
    steps = changed[changed["kind"] != "start"]
    next_on = steps.groupby("patient_id")["changed_on"].shift(-1)
    owed = steps[~(next_on <= steps["changed_on"] + 10 * DAY)]
    owed = owed.assign(from_on=owed["changed_on"] + 3 * DAY, began_on=owed["changed_on"] + 11 * DAY)
    levels = records.of("tacrolimus")[["patient_id", "taken_on"]].rename(columns={"taken_on": "until_on"})
    owed = pd.merge_asof(
        owed.sort_values("from_on"),
        levels.sort_values("until_on"),
        by="patient_id",
        left_on="from_on",
        right_on="until_on",
        direction="forward",
    )
    owed["until_on"] = owed["until_on"].fillna(records.as_of + DAY)
    return of_days(
        owed[(owed["began_on"] <= records.as_of) & (owed["until_on"] > owed["began_on"])], records.as_of
    )


def _creatinine(records: Records, changed: pd.DataFrame) -> pd.DataFrame:
    """In the 90 days after the latest cut more than 1.25 times the last value of the 90 days up to it."""
    measured = records.of("creatinine").sort_values("collected_at")
    cuts = changed[changed["kind"] == "reduction"].sort_values("changed_on")
    cuts = pd.merge_asof(
        cuts,
        measured[["patient_id", "taken_on", "value"]].rename(columns={"value": "last"}),
        by="patient_id",
        left_on="changed_on",
        right_on="taken_on",
        tolerance=90 * DAY,
    )
    placed = pd.merge_asof(
        measured,
        cuts[["patient_id", "changed_on", "last"]],
        by="patient_id",
        left_on="taken_on",
        right_on="changed_on",
        allow_exact_matches=False,
        tolerance=90 * DAY,
    )
    told = placed["changed_on"].isna() | placed["last"].notna()
    fires = (placed["value"] / placed["last"]).round(6) > 1.25
    return of_results(placed[told], fires[told])
