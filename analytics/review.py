"""The weekly list: who needs attention and why, one row a patient, in the order of definitions.md, "The weekly list".

`critical` and `warning` put a patient on the list; `watch`, `information` and `data quality` never do. Choices where
definitions.md is silent, each the safer reading:
- an open skin lesion whose pain is not on record ("cannot tell, and listed") stands with today's patients;
- an open lower-limb pain for which the CIPS rules cannot tell is listed with "?";
- a first pain stays in sight until the patient has been reviewed once after it was recorded, whatever was answered;
- a patient all of whose alerts are snoozed or dismissed folds into "put aside", unless one of them never folds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import review_order as order
from analytics.acknowledgement import alert_states, day, records
from analytics.review_changes import Change, changes_since
from analytics.review_facts import ListFacts
from analytics.review_reasons import reason_of
from data import reviewing
from data.store import Store

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

GROUPS = {
    "new": "New since the last meeting",
    "open": "Still open",
    "ask_again": "Ask again",
    "aside": "Put aside",
    "overdue": "Overdue",
    "quiet": "Quiet",
}
FOLDED = ("aside", "overdue", "quiet")
NOT_ASKED_DAYS = 60
"""A pain without any record for this long moves from needs attention to ask again (definitions.md, Pain and skin)."""
DEFAULT_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeeklyList:
    """rows: one a patient in order; alerts: every open alert of theirs with its state, card and horizon."""

    as_of: date
    since: date
    rows: pd.DataFrame
    alerts: pd.DataFrame

    def count(self, group: str) -> int:
        """How many patients stand in a group."""
        return int((self.rows["group"] == group).sum())


ROW_COLUMNS = (
    "patient_id", "name", "clinic", "consultant", "group", "horizon", "minor", "fresh", "severity", "reason", "card",
    "cards", "also", "state", "answered_by", "answered_on", "answer_text", "until_on", "assigned_to", "back_again",
    "day_after_anchor", "anchor", "window", "opens_on", "closes_on", "drugs", "rules", "walking", "score", "changed",
    "reviewed_on", "reviewed_by",
)  # fmt: skip


def last_meeting(store: Store, as_of: date) -> date:
    """The day of the last finished meeting before as_of, else a week before it."""
    held = reviewing.meetings(store, as_of - timedelta(days=1))
    return day(held["acted_on"].max()) or as_of - DEFAULT_WEEK


def weekly_list(
    store: Store,
    evaluation: Evaluation,
    facts: ListFacts,
    *,
    since: date | None = None,
    before: Evaluation | None = None,
) -> WeeklyList:
    """Everybody of the clinic, grouped and in order, as of the evaluation's day.

    since: the last meeting (default: last_meeting). before: the evaluation as of and as known on that day, to tell what
    is new or worse by what was known then; without it an alert is new when it began after `since`.
    """
    as_of = evaluation.as_of
    since = since or last_meeting(store, as_of)
    people = records(facts.people)
    clinic = {person["patient_id"] for person in people}
    alerts = _open_alerts(store, evaluation, facts, clinic, since, before)
    by_patient: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for alert in alerts:
        by_patient[alert["patient_id"]].append(alert)
    pains = _by_patient(facts.pains)
    doses = _by_patient(facts.doses)
    changed = changes_since(since, alerts, evaluation, facts)
    reviewed = {r["patient_id"]: r for r in records(reviewing.last_reviews(store, as_of))}
    cannot_tell = _cannot_tell(evaluation)
    rows = [
        _row(
            person,
            by_patient[person["patient_id"]],
            pains[person["patient_id"]],
            doses[person["patient_id"]],
            changed.get(person["patient_id"], []),
            reviewed.get(person["patient_id"], {}),
            cannot_tell.get(person["patient_id"], {}),
            facts,
            as_of,
            since,
        )
        for person in people
    ]
    rows.sort(
        key=lambda row: (
            list(GROUPS).index(row["group"]) if row["group"] in FOLDED else 0,
            *order.sort_key(row),
        )
    )
    return WeeklyList(as_of, since, pd.DataFrame(rows, columns=list(ROW_COLUMNS)), pd.DataFrame(alerts))


def _open_alerts(
    store: Store,
    evaluation: Evaluation,
    facts: ListFacts,
    clinic: set[str],
    since: date,
    before: Evaluation | None,
) -> list[dict[str, Any]]:
    """Open alerts of the clinic's patients with state, freshness, card and horizon; strongest sentence first."""
    ours = evaluation.alerts[evaluation.alerts["patient_id"].isin(clinic)]
    states = alert_states(
        ours, reviewing.alert_actions(store, evaluation.as_of), evaluation.as_of, facts.corrections
    )
    known = _known_before(before)
    dialysis = {p["patient_id"] for p in records(facts.people) if _on_dialysis(p)}
    scores = _pain_scores(facts.pains)
    found = []
    for alert in records(states[states["status"] == "open"]):
        patient = alert["patient_id"]
        alert["fresh"] = _fresh(alert, since, known)
        alert["worse"] = alert["state"] == "severity_risen"
        alert["score"], alert["walking"] = scores.get((patient, alert["symptom"]), (None, ""))
        alert["card"] = order.card_of(alert, in_pain=(patient, "") in scores)
        alert["horizon"] = order.horizon_of(alert, on_dialysis=patient in dialysis)
        found.append(alert)
    found.sort(key=lambda alert: (alert["patient_id"], *order.strength(alert)))
    return found


def _fresh(alert: dict[str, Any], since: date, known: dict[tuple[str, str, str], str] | None) -> bool:
    """New, worse or corrected since the last meeting, or since it was answered."""
    if alert["state"] in ("severity_risen", "before_correction"):
        return True
    if known is None:
        return (day(alert["began_on"]) or since) > since
    severity = known.get((alert["patient_id"], alert["rule"], alert["symptom"]))
    risen = severity == "warning" and alert["severity"] == "critical"
    return severity is None or risen or (day(alert["began_on"]) or since) > since


def _known_before(before: Evaluation | None) -> dict[tuple[str, str, str], str] | None:
    """What was open at the last meeting as known then, with its severity."""
    if before is None:
        return None
    then = before.alerts[before.alerts["status"] == "open"]
    return {
        (patient, rule, symptom): severity
        for patient, rule, symptom, severity in zip(
            then["patient_id"], then["rule"], then["symptom"], then["severity"], strict=True
        )
    }


def _row(
    person: dict[str, Any],
    alerts: list[dict[str, Any]],
    pains: list[dict[str, Any]],
    doses: list[dict[str, Any]],
    changed: list[Change],
    review: dict[str, Any],
    cannot_tell: dict[str, str],
    facts: ListFacts,
    as_of: date,
    since: date,
) -> dict[str, Any]:
    reviewed_on = day(review.get("reviewed_on"))
    asking = [a for a in alerts if order.attention(a)]
    first_pain = _first_pain(pains, since, reviewed_on)
    shown = [
        a
        for a in asking
        if a["state"] not in ("snoozed", "dismissed") or order.never_folds(a, first_pain=first_pain)
    ]
    dialysis = _on_dialysis(person)
    row: dict[str, Any] = {
        **{
            name: _plain(person.get(name))
            for name in ("patient_id", "name", "clinic", "consultant", "anchor")
        },
        **_window(person, as_of),
        "drugs": doses,
        "changed": changed,
        "reviewed_on": reviewed_on,
        "reviewed_by": review.get("reviewed_by", ""),
        "rules": sorted({a["rule"] for a in alerts}),
        "walking": "impaired" if any(p["walking"] == "impaired" for p in pains if p["lower_limb"]) else "",
        "score": max(
            (p["score"] for p in pains if p["lower_limb"] and p["score"] == p["score"]), default=None
        ),
    }
    lead = shown[0] if shown else (asking[0] if asking else None)
    if lead is not None:
        row |= {
            name: lead[name]
            for name in ("severity", "card", "state", "answered_by", "answer_text", "assigned_to")
        }
        row |= {"answered_on": day(lead["answered_on"]), "until_on": day(lead["until_on"])}
        row |= {
            "reason": reason_of(lead, person, pains, facts, as_of),
            "horizon": min(a["horizon"] for a in shown or asking),
            "minor": order.minor(shown or asking, on_dialysis=dialysis),
            "fresh": any(
                a["fresh"] and a["state"] not in ("acknowledged", "snoozed", "dismissed") for a in shown
            ),
            "cards": len({a["card"] for a in shown}),
            "also": _also(lead, shown),
            "back_again": any(a["back_again"] for a in shown),
            "group": "new" if any(a["fresh"] for a in shown) or _moved(changed) else "open",
        }
        if not shown:
            row["group"] = "aside"
        elif all(_not_asked(a, pains, as_of) for a in shown):
            row |= {"group": "ask_again", "horizon": 3}
        return row
    return row | _without_alert(alerts, pains, cannot_tell, first_pain, person, facts, as_of)


def _without_alert(
    alerts: list[dict[str, Any]],
    pains: list[dict[str, Any]],
    cannot_tell: dict[str, str],
    first_pain: bool,
    person: dict[str, Any],
    facts: ListFacts,
    as_of: date,
) -> dict[str, Any]:
    """Patients without critical or warning: a skin lesion or a first pain is never folded away, nor a "cannot tell" on one."""
    row: dict[str, Any] = dict.fromkeys(
        ("state", "answered_by", "answer_text", "assigned_to", "also", "card", "reason", "severity"), ""
    )
    row |= {
        "horizon": 2,
        "minor": False,
        "fresh": first_pain,
        "cards": 0,
        "back_again": False,
        "group": "quiet",
    }
    row |= {"answered_on": None, "until_on": None}
    skin = [p for p in pains if p["symptom"].startswith("skin_")]
    legs = [p for p in pains if p["lower_limb"] and p["symptom"] == "pain"]
    if skin:
        unknown = "calciphylaxis_risk" in cannot_tell
        row |= {
            "group": "open",
            "horizon": 0 if unknown else 2,
            "severity": "cannot_tell",
            "card": "mineral",
            "cards": 1,
        }
        row["reason"] = reason_of({"rule": "skin"}, person, skin, facts, as_of)
    elif legs and (first_pain or "cips_pain_in_window" in cannot_tell):
        missing = cannot_tell.get("cips_pain_in_window")
        row |= {"group": "new" if first_pain else "open", "card": "bone_pain", "cards": 1}
        row |= {"severity": "cannot_tell" if missing is not None else "information"}
        row["reason"] = reason_of({"rule": "pain", "missing": missing}, person, legs, facts, as_of)
        if all((day(p["last_recorded_on"]) or as_of) < as_of - timedelta(days=NOT_ASKED_DAYS) for p in legs):
            row |= {"group": "ask_again", "horizon": 3}
    elif overdue := [a for a in alerts if a["rule"] == "labs_overdue"]:
        row |= {
            "group": "overdue",
            "severity": overdue[0]["severity"],
            "reason": overdue[0]["why"],
            "card": "none",
        }
    elif alerts:
        watch = min(
            alerts, key=lambda a: (a["severity"] != "watch", a["severity"] != "information", a["rule"])
        )
        row |= {"severity": watch["severity"], "reason": watch["why"]}
    return row


def _also(lead: dict[str, Any], shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The strongest sentence of each other card, then how many more there are on the lead's own."""
    others: dict[str, dict[str, Any]] = {}
    for alert in shown:
        if alert["card"] != lead["card"] and alert["card"] not in others:
            others[alert["card"]] = {
                "card": alert["card"],
                "severity": alert["severity"],
                "why": alert["why"],
            }
    return list(others.values())


def _moved(changed: list[Change]) -> bool:
    """Whether anything is new beside an alert that ended."""
    return any(change["kind"] != "ended" for change in changed)


def _window(person: dict[str, Any], as_of: date) -> dict[str, Any]:
    anchor, opens, closes = (day(person.get(name)) for name in ("anchor_on", "opens_on", "closes_on"))
    state = "none"
    if opens and closes:
        state = "before" if as_of < opens else "open" if as_of <= closes else "closed"
    return {
        "day_after_anchor": (as_of - anchor).days if anchor else None,
        "window": state,
        "opens_on": opens,
        "closes_on": closes,
    }


def _not_asked(alert: dict[str, Any], pains: list[dict[str, Any]], as_of: date) -> bool:
    """A pain alert whose symptom has had no record for 60 days."""
    if alert["rule"] not in order.PAIN_RULES:
        return False
    asked = [day(p["last_recorded_on"]) for p in pains if f"{p['symptom']} {p['site']}" == alert["symptom"]]
    return bool(asked) and all(on is not None and (as_of - on).days > NOT_ASKED_DAYS for on in asked)


def _first_pain(pains: list[dict[str, Any]], since: date, reviewed_on: date | None) -> bool:
    """A lower-limb pain that began after the last meeting, or on which the patient has not been reviewed yet."""
    for pain in pains:
        onset = day(pain["onset_on"])
        if pain["lower_limb"] and pain["symptom"] == "pain" and onset:
            recorded = day(pain["last_recorded_on"]) or onset
            if onset > since or (recorded > since and (reviewed_on is None or reviewed_on < onset)):
                return True
    return False


def _pain_scores(pains: pd.DataFrame) -> dict[tuple[str, str], tuple[float | None, str]]:
    """(patient, 'pain foot') → latest score and walking; (patient, '') stands for any open lower-limb pain."""
    found: dict[tuple[str, str], tuple[float | None, str]] = {}
    for pain in records(pains):
        score = None if pain["score"] != pain["score"] else pain["score"]
        found[pain["patient_id"], f"{pain['symptom']} {pain['site']}"] = (score, pain["walking"] or "")
        if pain["lower_limb"] and pain["symptom"] == "pain":
            found[pain["patient_id"], ""] = (score, "")
    return found


def _cannot_tell(evaluation: Evaluation) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    answers = evaluation.answers
    for row in records(
        answers[
            (answers["answer"] == "cannot_tell")
            & answers["rule"].isin(["calciphylaxis_risk", "cips_pain_in_window"])
        ]
    ):
        found[row["patient_id"]][row["rule"]] = _plain(row["missing"])
    return found


def _on_dialysis(person: dict[str, Any]) -> bool:
    factors = _plain(person.get("risk_factors")).split(";")
    return any(factor in factors for factor in order.DIALYSIS)


def _by_patient(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(frame):
        found[row["patient_id"]].append(row)
    return found


def _plain(value: Any) -> str:
    return "" if value is None or value != value else str(value)
