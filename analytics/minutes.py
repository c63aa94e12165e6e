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
from analytics.day_words import dated, full_day, short_day
from analytics.review import WeeklyList
from analytics.review_words import RULE_LABELS
from data import reviewing
from data.store import Store

ACTION_WORDS = {
    "acknowledge": "acknowledged",
    "snooze": "snoozed until {until}",
    "dismiss": "marked as inaccurate",
    "assign": "given to {to}",
}
OUTCOME_WORDS = {"": "open", "done": "done", "not_done": "not done yet", "dropped": "dropped"}
LISTED = {"new": "with something new", "open": "still open", "ask_again": "to ask again"}
FOLDED_WORDS = {"aside": "put aside", "overdue": "overdue", "quiet": "quiet"}
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
        listed = row["group"] in LISTED
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
    counts = {group: weekly.count(group) for group in (*LISTED, *FOLDED_WORDS)}
    return Minutes(held_on, weekly.since, _unfinished(store, held_on), present, counts, entries)


def as_text(found: Minutes, *, heading: str = "Weekly review") -> str:
    """The minutes to paste into a letter or a record."""
    lines = [f"{heading}, {full_day(found.held_on)} (since {full_day(found.since)})"]
    if found.unfinished:
        lines.insert(0, found.unfinished)
    if found.present:
        lines.append(f"Present: {found.present}")
    lines.append(f"{count_words(found.counts)}.")
    for entry in found.patients:
        name = f"{entry['name']} ({entry['patient_id']})" if entry["name"] else entry["patient_id"]
        lines += ["", f"{name}: {entry['reason'] or 'no alert'}"]
        lines += [f"  - {text}" for text in entry["answers"]]
        lines += [f"  - decided before: {decision_words(d)}" for d in entry["earlier"]]
        lines += [f"  - DECIDED: {decision_words(d)}" for d in entry["decisions"]]
        if not (entry["answers"] or entry["decisions"]):
            lines.append("  - reviewed, no change" if entry["reviewed"] else "  - not discussed")
    return "\n".join(lines) + "\n"


def count_words(counts: Mapping[str, int]) -> str:
    """`32 of 200 patients asked for attention: 15 new, 10 still open, 7 ask again; 3 put aside, 9 overdue, 156 quiet`."""
    listed = {group: counts.get(group, 0) for group in LISTED}
    folded = ", ".join(f"{counts.get(group, 0)} {words}" for group, words in FOLDED_WORDS.items())
    parts = ", ".join(f"{listed[group]} {words}" for group, words in LISTED.items())
    return f"{sum(listed.values())} of {sum(counts.values())} patients asked for attention: {parts}; {folded}"


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
                    "outcome": OUTCOME_WORDS[decision.get("outcome", "")] if decision else "",
                }
            )
    return pd.DataFrame(rows, columns=list(CSV_COLUMNS))


def decision_words(decision: Mapping[str, Any]) -> str:
    """`MRI of both feet (Dr Roth, by 7 Jul): done, marrow oedema`."""
    who = ", ".join(
        part
        for part in (
            decision["owner"],
            f"by {short_day(day(decision['due_on']))}" if day(decision["due_on"]) else "",
        )
        if part
    )
    text = (
        str(decision["decision"])
        + (f" ({who})" if who else "")
        + (f". {decision['note']}" if decision["note"] else "")
    )
    if decision["outcome"]:
        text += f": {OUTCOME_WORDS[decision['outcome']]}"
        text += f", {decision['outcome_note']}" if decision["outcome_note"] else ""
    return text


def _answers(actions: pd.DataFrame, held_on: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in records(actions):
        if day(action["acted_on"]) != held_on:
            continue
        words = ACTION_WORDS[action["action"]].format(
            until=short_day(day(action["until_on"])), to=action["assigned_to"]
        )
        reason = f": {action['reason']}" if action["reason"] else ""
        label = RULE_LABELS.get(action["rule"], action["rule"])
        found[action["patient_id"]].append(f"{label} {words} by {action['acted_by']}{reason}")
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
        return f"No meeting was finished on {full_day(held_on)}; the one of that week was on {full_day(same_week[-1])}."
    return f"No meeting was finished in the week of {full_day(held_on)}: this is the list of that day."


def _iso(value: Any) -> str:
    on = day(value)
    return on.isoformat() if on else ""
