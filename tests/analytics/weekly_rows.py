"""Rows of alerts, people, pains and levels from which the tests make a weekly list."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analytics.review import weekly_list
from analytics.review_facts import ListFacts, Points

AS_OF = date(2026, 6, 30)
SINCE = date(2026, 6, 23)
NEW, OLD = date(2026, 6, 26), date(2026, 6, 1)


@dataclass(frozen=True)
class Evaluated:
    as_of: date
    known_on: date | None
    alerts: pd.DataFrame
    not_clear: pd.DataFrame


def alert(patient, rule, severity="warning", began_on=OLD, symptom="", value=74.0, threshold=70.0, **over):
    return {
        "patient_id": patient, "rule": rule, "severity": severity, "status": "open", "began_on": began_on,
        "latest_on": began_on, "ended_on": None, "symptom": symptom, "value": value, "comparator": "", "unit": "",
        "threshold": threshold, "why": f"why {rule}", "sequence": 1, "evidence": json.dumps([]), "missing": "",
    } | over  # fmt: skip


def evaluated(*alerts, answers=()):
    columns = list(alert("P", "x"))
    return Evaluated(
        AS_OF,
        None,
        pd.DataFrame(list(alerts), columns=columns),
        pd.DataFrame(list(answers), columns=["patient_id", "rule", "answer", "missing"]),
    )


def person(patient, **over):
    return {
        "patient_id": patient, "name": f"Name {patient}", "clinic": "A", "consultant": "Dr Roth", "risk_factors": "",
        "anchor_on": date(2026, 4, 1), "anchor": "transplant", "opens_on": date(2026, 4, 22),
        "closes_on": date(2027, 6, 1), "graft_failed_on": None,
    } | over  # fmt: skip


def pain(patient, site="foot", onset_on=OLD, score=5.0, walking="normal", last=NEW, **over):
    return {
        "patient_id": patient, "symptom": "pain", "site": site, "side": "both", "lower_limb": True, "onset_on": onset_on,
        "score": score, "derived": False, "walking": walking, "last_recorded_on": last,
    } | over  # fmt: skip


def facts(people="", pains=(), changes=(), trends=(), **over):
    blank = ListFacts()
    table = pd.DataFrame(
        list(trends),
        columns=["patient_id", "lane", "taken_on", "value", "comparator", "low", "high"],
    )
    rows = [person(p, **over.get(p, {})) for p in people]
    return replace(
        blank,
        people=pd.DataFrame(rows, columns=blank.people.columns),
        pains=pd.DataFrame(list(pains), columns=blank.pains.columns),
        changes=pd.DataFrame(list(changes), columns=blank.changes.columns),
        points_of=Points(lambda some: table[table["patient_id"].isin(some)]),
    )


def listed(store, evaluation, fact):
    found = weekly_list(store, evaluation, fact, since=SINCE)
    return {row.patient_id: row for row in found.rows.itertuples()}, list(found.rows.patient_id)
