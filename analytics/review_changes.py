"""What changed for each patient since the last meeting, in short sentences: alerts, corrections, doses, symptoms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.acknowledgement import day, records
from analytics.review_facts import ListFacts
from analytics.review_words import change_words, symptom_words
from analytics.texts import weekly_review as texts
from analytics.texts.days import near_day
from data.texts.analytes import in_words

if TYPE_CHECKING:
    from analytics.alerts import Evaluation

Change = dict[str, Any]
"""kind (alert, ended, correction, dose, symptom), on (date), text (one short sentence)."""


def changes_since(
    since: date, alerts: Sequence[dict[str, Any]], evaluation: Evaluation, facts: ListFacts
) -> dict[str, list[Change]]:
    """Per patient the changes after `since`, newest first."""
    found: dict[str, list[Change]] = defaultdict(list)

    def note(patient: str, kind: str, on: date | None, text: str) -> None:
        if all(known["text"] != text for known in found[patient]):
            found[patient].append({"kind": kind, "on": on, "text": text})

    today = evaluation.as_of
    for alert in alerts:
        if not alert["fresh"] or alert["severity"] not in ("critical", "warning"):
            continue
        label = texts.RULE_LABELS.get(alert["rule"], alert["rule"])
        lapsed = texts.ANSWER_LAPSED.get(
            alert["state"], texts.BACK_AGAIN if alert["back_again"] else texts.NEW
        )
        lead = lapsed.format(who=alert["answered_by"])
        note(alert["patient_id"], "alert", day(alert["began_on"]), texts.ALERT.format(lead=lead, rule=label))
    ended = evaluation.alerts
    ended = ended[(ended["status"] == "ended") & ended["severity"].isin(["critical", "warning"])]
    ended = ended[pd.to_datetime(ended["ended_on"]) > pd.Timestamp(since)]
    for alert in records(ended):
        on = day(alert["ended_on"])
        if on and on > since:
            note(
                alert["patient_id"],
                "ended",
                on,
                texts.ENDED.format(rule=texts.RULE_LABELS.get(alert["rule"], alert["rule"])),
            )
    lately = pd.to_datetime(facts.changes["changed_on"]) > pd.Timestamp(since)
    for change in records(facts.changes[lately]):
        on = day(change["changed_on"])
        if on and on > since:
            note(
                change["patient_id"],
                "dose",
                on,
                texts.DOSE_CHANGED.format(change=change_words(change), day=near_day(on, today)),
            )
    for pain in records(facts.pains):
        on = day(pain["onset_on"])
        if on and on > since:
            note(
                pain["patient_id"],
                "symptom",
                on,
                texts.SYMPTOM_SINCE.format(symptom=symptom_words([pain]), day=near_day(on, today)),
            )
    for row in records(facts.corrections):
        on = day(row["corrected_on"])
        if on and on > since:
            said = texts.WITHDRAWN if row["withdrawn"] else texts.CORRECTED
            words = said.format(
                analyte=in_words(row["analyte"]), day=near_day(day(row["collected_on"]), today)
            )
            note(row["patient_id"], "correction", on, words)
    for changes in found.values():
        changes.sort(key=lambda change: (change["on"] or date.min, change["text"]), reverse=True)
    return found
