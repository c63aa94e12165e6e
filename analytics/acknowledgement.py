"""Where each alert stands with the people: new, acknowledged, given before the correction, snoozed, back again.

definitions.md, Alerts: an acknowledgement lasts until the episode ends, its severity rises or its data change; a snooze
holds through new readings unless the severity rises; the next episode within 28 days of the last is "back again".
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

import pandas as pd
import pyarrow as pa

SEVERITY_RANK = {"critical": 0, "warning": 1, "watch": 2, "information": 3, "data_quality": 4}
BACK_AGAIN_DAYS = 28

STATES = (
    "new",  # nobody has answered it
    "severity_risen",  # answered at a lower severity: new again
    "before_correction",  # answered before its data changed: new again
    "snooze_ended",  # put aside until a day that has passed
    "acknowledged",
    "snoozed",
    "dismissed",  # marked as inaccurate
)
COLUMNS = (
    "state",
    "answered_by",
    "answered_on",
    "answer_text",
    "answer_id",
    "until_on",
    "assigned_to",
    "back_again",
)

# Which results an alert rests on, to tell that one of them was corrected after it was answered.
_RESULTS_OF = {
    "ca_p_over_70": ("calcium", "phosphorus"),
    "ca_p_over_55": ("calcium", "phosphorus"),
    "calciphylaxis_risk": ("calcium", "phosphorus", "pth", "albumin"),
    "pth_over_4x_uln": ("pth", "calcium"),
    "hypercalcaemia_severe": ("calcium", "ionized_calcium"),
    "hypercalcaemia_with_high_pth": ("calcium", "pth"),
    "hypercalcaemia_pth_not_raised": ("calcium", "pth"),
    "phosphorus_very_low": ("phosphorus",),
    "cips_alp_raised": ("alp",),
    "trough_out_of_target": ("tacrolimus", "cyclosporine"),
    "trough_variability_high": ("tacrolimus", "cyclosporine"),
    "creatinine_rise_after_cni_reduction": ("creatinine",),
    "product_disagrees": ("calcium", "phosphorus", "ca_p_product_reported"),
}


def alert_states(
    alerts: pd.DataFrame, actions: pd.DataFrame, as_of: date, corrections: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The alerts with COLUMNS added, one row each, in their order.

    actions: data.reviewing.alert_actions on the same day. corrections: patient_id, analyte, collected_on, corrected_at
    of results that superseded another (analytics/review_queries/corrections.sql); None: only what the alert itself shows.
    """
    rows = records(alerts)
    by_series: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_series[_series(row)].append(row)
    answers = _answers_by_episode(actions, by_series, as_of)
    corrected = _by_patient(corrections)
    added = []
    for row in rows:
        given = answers.get(_identity(row), [])
        added.append(
            _state(row, given, as_of, corrected.get(row["patient_id"], []))
            | {"back_again": _back_again(row, by_series)}
        )
    return pd.concat([alerts.reset_index(drop=True), pd.DataFrame(added, columns=list(COLUMNS))], axis=1)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dicts, missing text as None. Whole columns at once: pandas' own takes many times as long."""
    names = list(frame.columns)
    columns = [_listed(frame[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _listed(column: pd.Series) -> list[Any]:
    found = (
        pa.array(column.array).to_pylist() if isinstance(column.dtype, pd.StringDtype) else column.tolist()
    )
    return cast("list[Any]", found)


def relevant(alerts: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Open episodes, and the ended ones that matter to them: just before them, or answered by somebody.

    A clinic of years has twenty ended episodes for an open one; only these are looked at row by row.
    """
    series = ["patient_id", "rule", "symptom"]
    is_open = alerts["status"] == "open"
    first = (
        alerts[is_open]
        .groupby(series, as_index=False)["began_on"]
        .min()
        .rename(columns={"began_on": "open_from"})
    )
    near = alerts[[*series, "ended_on"]].merge(first, on=series, how="left")
    gap = pd.to_datetime(near["open_from"]) - pd.to_datetime(near["ended_on"])
    close = (gap <= pd.Timedelta(days=BACK_AGAIN_DAYS)).to_numpy()
    answered = pd.Series(False, index=alerts.index)
    if len(actions):
        asked = pd.MultiIndex.from_frame(actions[series].astype(object))
        answered[:] = pd.MultiIndex.from_frame(alerts[series].astype(object)).isin(asked)
    return alerts[is_open | close | answered]


def day(value: Any) -> date | None:
    """A pandas or Python day as a date; None when there is none."""
    if type(value) is date:
        return value
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def known_day(value: Any) -> date:
    """A pandas or Python day that is never missing, as a date."""
    return pd.Timestamp(value).date()


def _series(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row["patient_id"]), str(row["rule"]), str(row["symptom"] or "")


def _identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*_series(row), day(row["began_on"]), int(row.get("sequence") or 1))


def _answers_by_episode(
    actions: pd.DataFrame, by_series: dict[tuple[str, str, str], list[dict[str, Any]]], as_of: date
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Actions under the episode they belong to: the same one, else the one that overlaps the days answered for."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for action in records(actions):
        identity = _identity(action)
        episodes = by_series.get(_series(action), [])
        if any(_identity(episode) == identity for episode in episodes):
            found[identity].append(action)
            continue
        first, last = known_day(action["began_on"]), day(action["latest_on"]) or known_day(action["acted_on"])
        for episode in episodes:
            begins = known_day(episode["began_on"])
            ends = (day(episode["ended_on"]) or as_of + timedelta(days=1)) - timedelta(days=1)
            if begins <= last and first <= max(ends, begins):
                found[_identity(episode)].append(action)
                break
    return found


def _state(
    row: Mapping[str, Any], given: list[dict[str, Any]], as_of: date, corrections: list[Mapping[str, Any]]
) -> dict[str, Any]:
    assigned = [action for action in given if action["action"] == "assign"]
    blank: dict[str, Any] = {
        "state": "new",
        "answered_by": "",
        "answered_on": None,
        "answer_text": "",
        "answer_id": None,
        "until_on": None,
        "assigned_to": assigned[-1]["assigned_to"] if assigned else "",
    }
    latest = {
        kind: next((a for a in reversed(given) if a["action"] == kind), None)
        for kind in ("acknowledge", "snooze", "dismiss")
    }
    broken: dict[str, Any] | None = None
    for kind, state in (("dismiss", "dismissed"), ("acknowledge", "acknowledged")):
        action = latest[kind]
        if action is None:
            continue
        lost = _lost(row, action, corrections)
        if not lost:
            blank |= _answer(action, state)
            break
        if broken is None or action["entry_id"] > broken["answer_id"]:
            broken = _answer(action, lost)
    else:
        blank |= broken or {}
    snooze = latest["snooze"]
    if snooze is None or blank["state"] == "dismissed":
        return blank
    risen = _rank(row["severity"]) < _rank(snooze["severity"])
    # A critical alert is never only snoozed: without an acknowledgement that still holds the snooze hides nothing.
    unheld = row["severity"] == "critical" and blank["state"] != "acknowledged"
    if risen:
        return blank if blank["state"] != "new" else blank | _answer(snooze, "severity_risen")
    if unheld:
        return blank
    if known_day(snooze["until_on"]) >= as_of:
        return blank | _answer(snooze, "snoozed")
    return (
        blank | _answer(snooze, "snooze_ended") if snooze["entry_id"] > (blank["answer_id"] or 0) else blank
    )


def _answer(action: Mapping[str, Any], state: str) -> dict[str, Any]:
    return {
        "state": state,
        "answered_by": action["acted_by"],
        "answered_on": day(action["acted_on"]),
        "answer_text": action["reason"],
        "answer_id": int(action["entry_id"]),
        "until_on": day(action["until_on"]),
    }


def _lost(row: Mapping[str, Any], action: Mapping[str, Any], corrections: list[Mapping[str, Any]]) -> str:
    """Why an answer no longer holds: 'severity_risen', 'before_correction', or '' while it holds."""
    if _rank(row["severity"]) < _rank(action["severity"]):
        return "severity_risen"
    if _rank(row["severity"]) > _rank(action["severity"]):
        return "before_correction"  # severity is the highest reached: it falls only when the record changed
    if day(row["began_on"]) != day(action["began_on"]):
        return "before_correction"  # late data moved the beginning
    now, then = day(row["latest_on"]), day(action["latest_on"])
    if now and then and (now < then or (now == then and _reading(row) != _reading(action))):
        return "before_correction"
    if _evidence_differs(row.get("evidence"), action.get("evidence")):
        return "before_correction"
    first, last = known_day(action["began_on"]), then or known_day(action["acted_on"])
    analytes = _RESULTS_OF.get(str(row["rule"]), ())
    for correction in corrections:
        if (
            correction["analyte"] in analytes
            and first <= known_day(correction["collected_on"]) <= last
            and pd.Timestamp(correction["corrected_at"]) > pd.Timestamp(action["acted_at"])
        ):
            return "before_correction"
    return ""


def _reading(row: Mapping[str, Any]) -> tuple[float | None, str]:
    value = row["value"]
    comparator = row.get("comparator")
    return (None if pd.isna(value) else round(float(value), 6)), (
        "" if comparator is None or pd.isna(comparator) else str(comparator)
    )


def _evidence_differs(now: Any, then: Any) -> bool:
    """Whether something shown at the time has another value today: same label, same day, other value."""
    if not isinstance(now, str) or not isinstance(then, str) or now == then or not now or not then:
        return False
    new, old = _evidence(now), _evidence(then)
    return any(key in new and new[key] != value for key, value in old.items())


def _evidence(text: str) -> dict[tuple[str, str], Any]:
    items: dict[tuple[str, str], Any] = {}
    twice: set[tuple[str, str]] = set()
    for item in json.loads(text):
        if item.get("on") and item.get("value") is not None:
            key = (str(item.get("label")), str(item["on"])[:10])
            if key in items:
                twice.add(key)
            items[key] = item["value"]
    return {key: value for key, value in items.items() if key not in twice}


def _back_again(row: Mapping[str, Any], by_series: dict[tuple[str, str, str], list[dict[str, Any]]]) -> bool:
    begins = day(row["began_on"])
    for other in by_series[_series(row)]:
        ended = day(other["ended_on"])
        if (
            other is not row
            and begins
            and ended
            and timedelta(0) <= begins - ended <= timedelta(days=BACK_AGAIN_DAYS)
        ):
            return True
    return False


def _by_patient(frame: pd.DataFrame | None) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    if frame is not None:
        for row in records(frame):
            found[row["patient_id"]].append(row)
    return found


def _rank(severity: str) -> int:
    return SEVERITY_RANK.get(severity, len(SEVERITY_RANK))
