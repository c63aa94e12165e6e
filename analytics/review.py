"""The weekly list: who needs attention and why, one row a patient, in the order of definitions.md, "The weekly list".

`critical` and `warning` put a patient on the list; `watch`, `information` and `data quality` never do. Choices where
definitions.md is silent, each the safer reading:
- an open skin lesion whose pain is not on record ("cannot tell, and listed") stands with today's patients;
- an open lower-limb pain for which the CIPS rules cannot tell is listed with "?";
- a first pain stays in sight until the patient has been reviewed once after it was recorded, whatever was answered;
- a patient all of whose alerts are snoozed or dismissed folds into "put aside", unless one of them never folds;
- a CNI that was cut while a pain with a CIPS alert was open is asked about for 90 days (as long as the creatinine rule
  looks), every four weeks: in between a review folds the patient away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import review_order as order
from analytics.acknowledgement import alert_states, day, records, relevant
from analytics.review_changes import changes_since
from analytics.review_cut import cut_in_cips_pain
from analytics.review_facts import ListFacts
from analytics.review_row import Subject, on_dialysis, plain, row_of
from data import reviewing
from data.store import Store

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

FOLDED = ("aside", "overdue", "quiet")
DEFAULT_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeeklyList:
    """entries: one a patient in order; alerts: by patient, every open alert with its state, card and horizon.

    Pages share them between sessions: do not change them.
    """

    as_of: date
    since: date
    entries: list[dict[str, Any]]
    alerts: Mapping[str, list[dict[str, Any]]]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The entries as a table."""
        return pd.DataFrame(self.entries, columns=list(ROW_COLUMNS))

    def count(self, group: str) -> int:
        """How many patients stand in a group."""
        return sum(row["group"] == group for row in self.entries)


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
    answered_by: date | None = None,
) -> WeeklyList:
    """Everybody of the clinic, grouped and in order, as of the evaluation's day.

    since: the last meeting (default: last_meeting). before: the evaluation as of and as known on that day, to tell what
    is new or worse by what was known then; without it an alert is new when it began after `since`. answered_by: answers
    and reviews up to this day count (default: all); the day before as_of gives the list as the day began, for minutes.
    """
    as_of = evaluation.as_of
    since = since or last_meeting(store, as_of)
    people = records(facts.people)
    clinic = {person["patient_id"] for person in people}
    answered_by = answered_by or as_of
    actions = reviewing.alert_actions(store, answered_by)
    alerts = _open_alerts(evaluation, facts, clinic, since, before, actions)
    by_patient: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for alert in alerts:
        by_patient[alert["patient_id"]].append(alert)
    pains = _by_patient(facts.pains)
    facts.points_of.want([patient for patient, own in pains.items() if any(p["lower_limb"] for p in own)])
    doses = _by_patient(facts.doses)
    changed = changes_since(since, alerts, evaluation, facts)
    reviewed = {r["patient_id"]: r for r in records(reviewing.last_reviews(store, answered_by))}
    cannot_tell = _cannot_tell(evaluation)
    cut = cut_in_cips_pain(evaluation.alerts, facts.changes, as_of)
    rows = []
    for person in people:
        patient = person["patient_id"]
        own = Subject(
            by_patient[patient],
            pains[patient],
            doses[patient],
            changed.get(patient, []),
            reviewed.get(patient, {}),
            cannot_tell.get(patient, {}),
            cut.get(patient),
        )
        rows.append(row_of(person, own, facts, as_of, since))
    rows.sort(
        key=lambda row: (
            1 + FOLDED.index(row["group"]) if row["group"] in FOLDED else 0,
            *order.sort_key(row),
        )
    )
    return WeeklyList(as_of, since, rows, by_patient)


def _open_alerts(
    evaluation: Evaluation,
    facts: ListFacts,
    clinic: set[str],
    since: date,
    before: Evaluation | None,
    actions: pd.DataFrame,
) -> list[dict[str, Any]]:
    """Open alerts of the clinic's patients with state, freshness, card and horizon; strongest sentence first."""
    ours = evaluation.alerts[evaluation.alerts["patient_id"].isin(clinic)]
    states = alert_states(relevant(ours, actions), actions, evaluation.as_of, facts.corrections)
    known = _known_before(before)
    dialysis = {p["patient_id"] for p in records(facts.people) if on_dialysis(p)}
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
    answers = evaluation.not_clear
    for row in records(
        answers[
            (answers["answer"] == "cannot_tell")
            & answers["rule"].isin(["calciphylaxis_risk", "cips_pain_in_window"])
        ]
    ):
        found[row["patient_id"]][row["rule"]] = plain(row["missing"])
    return found


def _by_patient(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(frame):
        found[row["patient_id"]].append(row)
    return found
