"""One patient's row on the weekly list: what is shown, in which group, how urgent, and the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from analytics import review_order as order
from analytics.acknowledgement import day
from analytics.review_changes import Change
from analytics.review_cut import ASK_EVERY, cut_words
from analytics.review_facts import ListFacts
from analytics.review_reasons import reason_of

NOT_ASKED_DAYS = 60
"""A pain without any record for this long moves from needs attention to ask again (definitions.md, Pain and skin)."""


@dataclass(frozen=True)
class Subject:
    """What the list knows about one patient; alerts are open ones, strongest sentence first."""

    alerts: list[dict[str, Any]] = field(default_factory=list)
    pains: list[dict[str, Any]] = field(default_factory=list)
    doses: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    review: dict[str, Any] = field(default_factory=dict)
    cannot_tell: dict[str, str] = field(default_factory=dict)
    cut_on: date | None = None


def row_of(
    person: dict[str, Any], own: Subject, facts: ListFacts, as_of: date, since: date
) -> dict[str, Any]:
    """One row of the list: review.ROW_COLUMNS."""
    alerts, pains = own.alerts, own.pains
    reviewed_on = day(own.review.get("reviewed_on"))
    asking = [a for a in alerts if order.attention(a)]
    first_pain = _first_pain(pains, since, reviewed_on)
    shown = [
        a
        for a in asking
        if a["state"] not in ("snoozed", "dismissed") or order.never_folds(a, first_pain=first_pain)
    ]
    dialysis = on_dialysis(person)
    row: dict[str, Any] = {
        **{
            name: plain(person.get(name)) for name in ("patient_id", "name", "clinic", "consultant", "anchor")
        },
        **_window(person, as_of),
        "drugs": own.doses,
        "changed": own.changed,
        "reviewed_on": reviewed_on,
        "reviewed_by": own.review.get("reviewed_by", ""),
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
        telling = _telling(lead, shown or asking)
        row |= {
            "reason": reason_of(telling, person, pains, facts, as_of),
            "told_by": telling["rule"],
            "horizon": min(a["horizon"] for a in shown or asking),
            "minor": order.minor(shown or asking, on_dialysis=dialysis),
            "fresh": any(
                a["fresh"] and a["state"] not in ("acknowledged", "snoozed", "dismissed") for a in shown
            ),
            "cards": len({a["card"] for a in shown}),
            "also": _also(lead, shown),
            "back_again": any(a["back_again"] for a in shown),
            "group": "new" if any(a["fresh"] for a in shown) or _moved(own.changed) else "open",
        }
        if not shown:
            row["group"] = "aside"
        elif all(_not_asked(a, pains, as_of) for a in shown):
            row |= {"group": "ask_again", "horizon": 3}
        return row
    return row | _without_alert(person, own, first_pain, facts, as_of)


def _without_alert(
    person: dict[str, Any], own: Subject, first_pain: bool, facts: ListFacts, as_of: date
) -> dict[str, Any]:
    """Patients without critical or warning: a skin lesion or a first pain is never folded away, nor a "cannot tell" on one."""
    row: dict[str, Any] = dict.fromkeys(
        (
            "state",
            "answered_by",
            "answer_text",
            "assigned_to",
            "also",
            "card",
            "reason",
            "told_by",
            "severity",
        ),
        "",
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
    reviewed_on = day(own.review.get("reviewed_on"))
    skin = [p for p in own.pains if p["symptom"].startswith("skin_")]
    legs = [p for p in own.pains if p["lower_limb"] and p["symptom"] == "pain"]
    if skin:
        unknown = "calciphylaxis_risk" in own.cannot_tell
        row |= {
            "group": "open",
            "horizon": 0 if unknown else 2,
            "severity": "cannot_tell",
            "card": "mineral",
            "cards": 1,
        }
        row["reason"] = reason_of({"rule": "skin"}, person, skin, facts, as_of)
    elif legs and (first_pain or "cips_pain_in_window" in own.cannot_tell):
        missing = own.cannot_tell.get("cips_pain_in_window")
        row |= {"group": "new" if first_pain else "open", "card": "bone_pain", "cards": 1}
        row |= {"severity": "cannot_tell" if missing is not None else "information"}
        row["reason"] = reason_of({"rule": "pain", "missing": missing}, person, legs, facts, as_of)
        if all((day(p["last_recorded_on"]) or as_of) < as_of - timedelta(days=NOT_ASKED_DAYS) for p in legs):
            row |= {"group": "ask_again", "horizon": 3}
    elif own.cut_on and (reviewed_on is None or reviewed_on < max(own.cut_on, as_of - ASK_EVERY)):
        row |= {
            "group": "ask_again",
            "horizon": 3,
            "severity": "information",
            "card": "bone_pain",
            "cards": 1,
        }
        row["reason"] = cut_words(own.cut_on, as_of)
    elif overdue := [a for a in own.alerts if a["rule"] == "labs_overdue"]:
        row |= {
            "group": "overdue",
            "severity": overdue[0]["severity"],
            "reason": overdue[0]["why"],
            "card": "none",
        }
    elif own.alerts:
        watch = min(
            own.alerts, key=lambda a: (a["severity"] != "watch", a["severity"] != "information", a["rule"])
        )
        row |= {"severity": watch["severity"], "reason": watch["why"], "told_by": watch["rule"]}
    return row


def _also(lead: dict[str, Any], shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The strongest sentence of each other card, then how many more there are on the lead's own."""
    others: dict[str, dict[str, Any]] = {}
    for alert in shown:
        if alert["card"] != lead["card"] and alert["card"] not in others:
            others[alert["card"]] = {
                "card": alert["card"],
                "severity": alert["severity"],
                "rule": alert["rule"],
                "why": alert["why"],
            }
    return list(others.values())


def _telling(lead: dict[str, Any], alerts: list[dict[str, Any]]) -> dict[str, Any]:
    """Severe calcium is told with the PTH beside it when another alert on the same result knows it."""
    if lead["rule"] != "hypercalcaemia_severe":
        return lead
    with_pth = ("hypercalcaemia_pth_not_raised", "hypercalcaemia_with_high_pth")
    same = [a for a in alerts if a["rule"] in with_pth and a["latest_on"] == lead["latest_on"]]
    return same[0] if same else lead


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


def on_dialysis(person: dict[str, Any]) -> bool:
    """Whether dialysis is among the factors on record."""
    factors = plain(person.get("risk_factors")).split(";")
    return any(factor in factors for factor in order.DIALYSIS)


def plain(value: Any) -> str:
    """Text, empty when there is none."""
    return "" if value is None or value != value else str(value)
