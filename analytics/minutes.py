"""Minutes of a weekly review: what was on the list, what was answered and decided, what became of the last decisions.

Plain data first (Minutes), so that text, CSV and PDF all say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analytics.acknowledgement import day, records
from analytics.review import WeeklyList
from analytics.texts import weekly_review as texts
from analytics.texts.days import dated, full_day, near_day
from data import reviewing
from data.store import Store

CSV_COLUMNS = (
    "patient_id", "name", "severity", "reason", "reviewed", "answers", "decision", "owner", "due_on", "note", "outcome",
)  # fmt: skip


@dataclass
class Minutes:
    """held_on, since, unfinished, present (names), counts by group, and one entry a patient in the order of the list."""

    held_on: date
    since: date
    unfinished: str
    """What to say first when no meeting was finished on that day."""
    present: str
    counts: dict[str, int]
    patients: list[dict[str, Any]]
    """patient_id, name, severity, reason, told_by (its rule), reviewed (bool), answers (texts), decisions (dicts: decision, owner, due_on, note,
    outcome, outcome_note, decided_on) made at this meeting, earlier (the same, decided before it)."""


def minutes(
    store: Store, weekly: WeeklyList, patients: Sequence[str] | None = None, *, present: str = ""
) -> Minutes:
    """What happened on the day of the list: patients asked for (default: all who were listed or answered for).

    weekly: the list as the day began (answered_by the day before), so that who was answered for still counts as listed.
    """
    held_on = weekly.as_of
    answers = _answers(reviewing.alert_actions(store, held_on), held_on)
    decided, earlier = _decisions(reviewing.decisions(store, held_on), held_on, weekly.since)
    reviews = reviewing.last_reviews(store, held_on)
    reviewed = {r["patient_id"] for r in records(reviews) if day(r["reviewed_on"]) == held_on}
    wanted = set(patients) if patients is not None else None
    entries = []
    for row in weekly.entries:
        patient = row["patient_id"]
        touched = patient in answers or patient in decided or patient in reviewed
        listed = row["group"] in texts.LISTED
        if (wanted is not None and patient not in wanted and not touched) or not (
            listed or touched or (wanted and patient in wanted)
        ):
            continue
        entries.append(
            {
                "patient_id": patient,
                "name": row["name"],
                "severity": row["severity"],
                "reason": dated(row["reason"] or ""),
                "told_by": row["told_by"],
                "reviewed": patient in reviewed,
                "answers": answers.get(patient, []),
                "decisions": decided.get(patient, []),
                "earlier": earlier.get(patient, []),
            }
        )
    counts = {group: weekly.count(group) for group in (*texts.LISTED, *texts.FOLDED)}
    return Minutes(held_on, weekly.since, _unfinished(store, held_on), present, counts, entries)


def as_text(found: Minutes, *, heading: str = texts.HEADING) -> str:
    """The minutes to paste into a letter or a record."""
    lines = [texts.TITLE.format(heading=heading, day=full_day(found.held_on), since=full_day(found.since))]
    if found.unfinished:
        lines.insert(0, found.unfinished)
    if found.present:
        lines.append(texts.PRESENT.format(names=found.present))
    lines.append(f"{count_words(found.counts)}.")
    for entry in found.patients:
        name = f"{entry['name']} ({entry['patient_id']})" if entry["name"] else entry["patient_id"]
        lines += ["", f"{name}: {entry['reason'] or texts.NO_ALERT}"]
        lines += [f"  - {text}" for text in entry["answers"]]
        lines += [
            f"  - {texts.DECIDED_BEFORE.format(decision=decision_words(d, found.held_on))}"
            for d in entry["earlier"]
        ]
        lines += [
            f"  - {texts.DECIDED.format(decision=decision_words(d, found.held_on))}"
            for d in entry["decisions"]
        ]
        if not (entry["answers"] or entry["decisions"]):
            lines.append(f"  - {texts.REVIEWED if entry['reviewed'] else texts.NOT_DISCUSSED}")
    return "\n".join(lines) + "\n"


def count_words(counts: Mapping[str, int]) -> str:
    """`32 of 200 patients asked for attention: 15 new, 10 still open, 7 ask again; 3 put aside, 9 overdue, 156 quiet`."""
    listed = {group: counts.get(group, 0) for group in texts.LISTED}
    folded = ", ".join(f"{counts.get(group, 0)} {words}" for group, words in texts.FOLDED.items())
    parts = ", ".join(f"{listed[group]} {words}" for group, words in texts.LISTED.items())
    return texts.COUNTS.format(
        asking=sum(listed.values()), all=sum(counts.values()), listed=parts, folded=folded
    )


def as_table(found: Minutes) -> pd.DataFrame:
    """One row a decision (or a patient without one), for CSV."""
    rows = []
    for entry in found.patients:
        shared = {name: entry[name] for name in ("patient_id", "name", "severity", "reason", "reviewed")}
        shared["answers"] = "; ".join(entry["answers"])
        for decision in [*entry["decisions"], *entry["earlier"]] or [{}]:
            rows.append(
                shared
                | {name: decision.get(name) or "" for name in ("decision", "owner", "note")}
                | {
                    "due_on": _iso(decision.get("due_on")),
                    "outcome": texts.OUTCOMES[decision.get("outcome", "")] if decision else "",
                }
            )
    return pd.DataFrame(rows, columns=list(CSV_COLUMNS))


def decision_words(decision: Mapping[str, Any], looked_at: date) -> str:
    """`MRI of both feet (Dr Roth, by 7 Jul): done, marrow oedema`."""
    who = ", ".join(
        part
        for part in (
            decision["owner"],
            texts.BY.format(day=near_day(day(decision["due_on"]), looked_at))
            if day(decision["due_on"])
            else "",
        )
        if part
    )
    text = (
        str(decision["decision"])
        + (f" ({who})" if who else "")
        + (f". {decision['note']}" if decision["note"] else "")
    )
    if decision["outcome"]:
        text += f": {texts.OUTCOMES[decision['outcome']]}"
        text += f", {decision['outcome_note']}" if decision["outcome_note"] else ""
    return text


def _answers(actions: pd.DataFrame, held_on: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in records(actions):
        if day(action["acted_on"]) != held_on:
            continue
        words = texts.ANSWERS[action["action"]].format(
            rule=texts.RULE_LABELS.get(action["rule"], action["rule"]),
            until=near_day(day(action["until_on"]), held_on),
            to=action["assigned_to"],
            who=action["acted_by"],
        )
        found[action["patient_id"]].append(words + (f": {action['reason']}" if action["reason"] else ""))
    return found


def _decisions(
    decisions: pd.DataFrame, held_on: date, since: date
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
    """Made on the day, and earlier ones that were still open then or settled after the meeting before."""
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    before: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for decision in records(decisions):
        decision["decided_on"] = day(decision["acted_on"])
        if decision["decided_on"] == held_on:
            made[decision["patient_id"]].append(decision)
        elif (
            not decision["outcome"]
            or decision["outcome"] == "not_done"
            or (day(decision["outcome_on"]) or held_on) > since
        ):
            before[decision["patient_id"]].append(decision)
    return made, before


def _unfinished(store: Store, held_on: date) -> str:
    """Empty when a meeting was finished on that day; else also the day on which the week's meeting was."""
    monday = held_on - timedelta(days=held_on.weekday())
    held = [day(m["acted_on"]) for m in records(reviewing.meetings(store, monday + timedelta(days=6)))]
    if held_on in held:
        return ""
    same_week = [on for on in held if on and on >= monday]
    if same_week:
        return texts.UNFINISHED_DAY.format(day=full_day(held_on), other=full_day(same_week[-1]))
    return texts.UNFINISHED_WEEK.format(day=full_day(held_on))


def _iso(value: Any) -> str:
    on = day(value)
    return on.isoformat() if on else ""
