"""The one-line reason: what a consultant needs to hear first about a patient (definitions.md, "The weekly list").

Texts say what is on record and what was close to it in time; they never say what caused it nor what dose to give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from analytics.acknowledgement import day
from analytics.review_facts import ListFacts
from analytics.review_order import PAIN_RULES
from analytics.review_words import amount, change_words, graded, symptom_words, tenths
from analytics.texts import weekly_review as texts
from analytics.texts.days import full_day, near_day

EXPOSURE_KINDS = (
    "increase",
    "reduction",
    "stop",
    "switch",
    "formulation",
    "start",
    "restart",
    "interacting_start",
    "interacting_stop",
)


def reason_of(
    alert: Mapping[str, Any],
    person: Mapping[str, Any],
    pains: Sequence[Mapping[str, Any]],
    facts: ListFacts,
    as_of: date,
) -> str:
    """One sentence for the list. Pain is told with its score, day and what changed before; the rest as the rule says it."""
    if alert["rule"] == "skin":
        words = symptom_words(pains)
        score = pains[0]["score"]
        if score is None or score != score:
            return texts.DOES_IT_HURT.format(what=words)
        known = pains[0]["derived"]
        return words + (graded(score, True) if known else texts.OF_TEN.format(score=amount(score)))
    if alert["rule"] == "pain":
        return _pain(list(pains), person, facts, as_of, str(alert.get("missing") or ""))
    if alert["rule"] in PAIN_RULES:
        same = _same_onset(alert, pains)
        if same:
            return _pain(same, person, facts, as_of)
    return str(alert["why"])


def _same_onset(alert: Mapping[str, Any], pains: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The alert's own pain first, then other lower-limb pains of the same onset and side."""
    own = [p for p in pains if p["lower_limb"] and _is_about(alert, p)]
    if not own:
        return []
    lead = max(own, key=lambda p: str(p["onset_on"]))
    others = [
        p
        for p in pains
        if p is not lead and p["lower_limb"] and p["symptom"] == "pain"
        and p["onset_on"] == lead["onset_on"] and p["side"] == lead["side"]
    ]  # fmt: skip
    return [lead, *others]


def _is_about(alert: Mapping[str, Any], pain: Mapping[str, Any]) -> bool:
    """Whether the alert speaks of this symptom: by its key, else by symptom and site."""
    key, own = alert.get("symptom_key"), pain.get("symptom_key")
    if isinstance(key, str) and key and isinstance(own, str) and own:
        return key == own
    return bool(f"{pain['symptom']} {pain['site']}" == alert["symptom"])


def _pain(
    pains: Sequence[Mapping[str, Any]],
    person: Mapping[str, Any],
    facts: ListFacts,
    as_of: date,
    missing: str = "",
) -> str:
    """missing: why nobody can tell what was taken before it."""
    lead = pains[0]
    onset = day(lead["onset_on"]) or as_of
    scored = [p for p in pains if p["score"] is not None and p["score"] == p["score"]]
    words = symptom_words(pains)
    if scored:
        worst = max(scored, key=lambda p: (p["score"], not p["derived"]))
        words += graded(worst["score"], worst["derived"])
    if any(p["walking"] == "impaired" for p in pains):
        words += texts.WALKING_IMPAIRED
    anchor = day(person.get("anchor_on"))
    words += (
        texts.SINCE_DAY.format(n=(onset - anchor).days)
        if anchor
        else texts.SINCE.format(day=near_day(onset, as_of))
    )
    recorded = day(lead["last_recorded_on"])
    if recorded and (as_of - recorded).days > 60:
        words += texts.NOT_ASKED_SINCE.format(day=full_day(recorded))
    before = _before(onset, facts.changes_of.get(person["patient_id"], []), facts.lag_days)
    if before:
        changed = day(before["changed_on"]) or onset
        lag = (onset - changed).days
        when = texts.DAYS_BEFORE if lag > 1 else texts.ONE_DAY_BEFORE if lag else texts.SAME_DAY
        level = _levels(person["patient_id"], changed, facts)
        words += texts.CHANGE_BEFORE.format(change=change_words(before), when=when.format(n=lag), level=level)
    elif any(p["site"] == "hip" for p in pains):
        words += _steroid(onset, facts.changes_of.get(person["patient_id"], []), as_of) + texts.IMAGE
    elif not missing:
        words += texts.NO_CHANGE.format(days=facts.lag_days)
    return f"{words}: {missing}" if missing else words


def _before(onset: date, changes: Sequence[Mapping[str, Any]], lag_days: int) -> Mapping[str, Any] | None:
    """The change of CNI exposure closest before the onset; an increase outranks the others."""
    near = [
        c
        for c in changes
        if (c["drug_class"] == "cni" or str(c["kind"]).startswith("interacting"))
        and c["kind"] in EXPOSURE_KINDS
        and 0 <= (onset - (day(c["changed_on"]) or onset)).days <= lag_days
    ]
    return max(near, key=lambda c: (c["kind"] == "increase", str(c["changed_on"])), default=None)


def _levels(patient: str, changed: date, facts: ListFacts) -> str:
    """`, level 5.2 → 9.4`: the last level up to the day of the change and the first after it."""
    points = facts.points_of.get((patient, "trough"))
    before = [p for p in points if (day(p["taken_on"]) or changed) <= changed]
    after = [p for p in points if (day(p["taken_on"]) or changed) > changed]
    if not before or not after:
        return ""
    first, then = (f"{point['comparator']}{tenths(point['value'])}" for point in (before[-1], after[0]))
    return texts.LEVEL.format(before=first, after=then)


def _steroid(onset: date, changes: Sequence[Mapping[str, Any]], as_of: date) -> str:
    """A rise of a steroid on record in the year before (pulses precede osteonecrosis)."""
    rises = [
        c for c in changes
        if c["drug_class"] == "steroid" and c["kind"] in ("increase", "start", "restart")
        and 0 <= (onset - (day(c["changed_on"]) or onset)).days <= 365
    ]  # fmt: skip
    if not rises:
        return ""
    on = near_day(day(rises[-1]["changed_on"]), as_of)
    return texts.AFTER_STEROID.format(change=change_words(rises[-1]), day=on)
