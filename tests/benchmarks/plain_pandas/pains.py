"""The rules on pain in the lower limbs, on ALP beside it, and on painful skin."""

from __future__ import annotations

import pandas as pd

from plain_pandas.doses import changes, windows
from plain_pandas.records import LOWER_LIMB, Records
from plain_pandas.stretches import COLUMNS, DAY, of_results

KEY = ["patient_id", "symptom", "site", "onset_on"]
SKIN = ("skin_plaques", "skin_nodules", "skin_ulcer", "skin_necrosis")


def episodes(records: Records) -> dict[str, pd.DataFrame]:
    """The episodes of the six rules, by rule."""
    window, changed = windows(records), changes(records)
    summary = _summary(records)
    pains = summary[(summary["symptom"] == "pain") & summary["site"].isin(LOWER_LIMB) & ~summary["none"]]
    moments = _moments(records, pains)
    in_window = _first(_in_window(pains, moments, window))
    after_increase = _first(_after(moments, changed[changed["kind"] == "increase"]))
    return {
        "cips_pain_in_window": in_window,
        "cips_pain_after_cni_increase": after_increase,
        "pain_after_exposure_change": _first(_after(moments, changed[changed["kind"] == "start"])),
        "cips_pain_beyond_18_months": _late(records, pd.concat([in_window, after_increase])),
        "cips_alp_raised": _alp_raised(records, window),
        "calciphylaxis_risk": _painful_skin(summary),
    }


def _summary(records: Records) -> pd.DataFrame:
    """One row a symptom: whether and how high it was ever scored, and when it resolved."""
    found = records.symptoms.groupby(KEY, as_index=False).agg(
        highest=("severity", "max"),
        scored=("severity", "count"),
        records=("patient_id", "size"),
        resolved_on=("resolved_on", "max"),
    )
    return found.assign(none=(found["scored"] == found["records"]) & (found["highest"] == 0))


def _moments(records: Records, pains: pd.DataFrame) -> pd.DataFrame:
    """The days on which a pain began, or was scored 2 or more above the score before."""
    scores = records.symptoms.dropna(subset="severity").sort_values([*KEY, "recorded_on"])
    worse = scores[scores["severity"] - scores.groupby(KEY)["severity"].shift() >= 2]
    worse = worse[[*KEY, "recorded_on"]].merge(pains[[*KEY, "resolved_on"]], on=KEY)
    worse = worse.rename(columns={"recorded_on": "moment_on"})
    onsets = pains[[*KEY, "resolved_on"]].assign(moment_on=pains["onset_on"])
    return pd.concat([onsets, worse[~(worse["moment_on"] >= worse["resolved_on"])]], ignore_index=True)


def _in_window(pains: pd.DataFrame, moments: pd.DataFrame, window: pd.DataFrame) -> pd.DataFrame:
    """Moments inside the window, and its first day where a pain is open then, on a CNI."""
    inside = moments.merge(window, on="patient_id")
    inside = inside[inside["moment_on"].between(inside["opens_on"], inside["closes_on"])]
    opening = pains.merge(window, on="patient_id").assign(moment_on=lambda rows: rows["opens_on"])
    opening = opening[
        (opening["onset_on"] <= opening["opens_on"]) & ~(opening["resolved_on"] <= opening["opens_on"])
    ]
    both = pd.concat([inside, opening])
    return both[both["on_from"] <= both["moment_on"]]


def _after(moments: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """Moments 0 to 14 days after a change."""
    return pd.merge_asof(
        moments.sort_values("moment_on"),
        changed.sort_values("changed_on"),
        by="patient_id",
        left_on="moment_on",
        right_on="changed_on",
        tolerance=14 * DAY,
    ).dropna(subset="changed_on")


def _first(moments: pd.DataFrame) -> pd.DataFrame:
    """One episode a pain, from its first such moment until it resolves."""
    return moments.groupby(KEY, as_index=False).agg(
        began_on=("moment_on", "min"), ended_on=("resolved_on", "max")
    )


def _late(records: Records, raised: pd.DataFrame) -> pd.DataFrame:
    """Open 18 months after the onset, on a day with a record of it in the 60 days before."""
    alerts = raised.groupby(KEY, as_index=False).agg(
        alert_on=("began_on", "min"), ended_on=("ended_on", "max")
    )
    alerts["late_on"] = alerts["onset_on"] + pd.DateOffset(months=18)
    alerts["late_on"] = alerts[["late_on", "alert_on"]].max(axis=1)
    asked = alerts[alerts["late_on"] <= records.as_of].merge(records.symptoms[[*KEY, "recorded_on"]], on=KEY)
    asked["began_on"] = asked[["late_on", "recorded_on"]].max(axis=1)
    asked = asked[asked["began_on"] - asked["recorded_on"] <= 60 * DAY]
    first = asked.groupby(KEY, as_index=False).agg(began_on=("began_on", "min"), ended_on=("ended_on", "max"))
    return first[~(first["ended_on"] <= first["began_on"])][COLUMNS]


def _alp_raised(records: Records, window: pd.DataFrame) -> pd.DataFrame:
    """Inside the window above the upper limit or 1.25 times the own baseline; the end of the window clears it."""
    alp = records.of("alp").merge(window, on="patient_id")
    since = alp["taken_on"] - alp["transplanted_on"]
    before, after = since.between(-180 * DAY, -DAY), since.between(0 * DAY, 21 * DAY)
    medians = [alp[part].groupby("patient_id")["value"].median() for part in (before, after)]
    baseline = alp["patient_id"].map(medians[0].combine_first(medians[1]))
    over_limit = (alp["value"] / alp["reference_high"].fillna(130.0)).round(6) > 1
    over_baseline = (alp["value"] / baseline.round(6)).round(6) > 1.25
    inside = alp["taken_on"].between(alp["opens_on"], alp["closes_on"]) & (alp["on_from"] <= alp["taken_on"])
    alp["fires"] = inside & (over_limit | over_baseline)
    ends = alp[alp["fires"]].drop_duplicates("patient_id").assign(fires=False, record_id=-1)
    ends["collected_at"] = ends["closes_on"] + DAY
    judged = pd.concat([alp, ends[ends["collected_at"] <= records.as_of]], ignore_index=True)
    return of_results(judged, judged["fires"])


def _painful_skin(summary: pd.DataFrame) -> pd.DataFrame:
    """A skin lesion that is scored above 0, or with pain at the same site meanwhile."""
    skin = summary[summary["symptom"].isin(SKIN)]
    pains = summary[(summary["symptom"] == "pain") & ~summary["none"]]
    beside = skin.merge(pains, on=["patient_id", "site"], suffixes=("", "_pain"))
    meanwhile = ~(beside["onset_on_pain"] >= beside["resolved_on"]) & ~(
        beside["resolved_on_pain"] <= beside["onset_on"]
    )
    painful = pd.concat([skin[skin["highest"] > 0], beside[meanwhile]]).drop_duplicates(KEY)
    return painful.rename(columns={"onset_on": "began_on", "resolved_on": "ended_on"})[COLUMNS]
