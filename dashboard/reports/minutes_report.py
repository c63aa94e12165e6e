"""Minutes of a weekly review on paper, from plain data; the patient's id stands with every entry and on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd
from reportlab.platypus import KeepTogether, Paragraph, Spacer

from analytics.minutes import count_words
from analytics.texts.days import full_day
from dashboard.charts.palette import LIGHT
from dashboard.charts.wording import safe
from dashboard.reports.page import build, styles
from dashboard.texts import keys
from dashboard.texts import reports as texts


class MinutesData(Protocol):
    """analytics.minutes.Minutes: held_on, since, unfinished, present, counts by group, one entry a patient."""

    held_on: Any
    since: Any
    unfinished: str
    present: str
    counts: dict[str, int]
    patients: list[dict[str, Any]]


def minutes_report(minutes: MinutesData, *, simulated: bool = False) -> bytes:
    """The PDF of one meeting."""
    style, held_on = styles(), full_day(minutes.held_on)
    since = texts.SINCE_PRESENT if minutes.present else texts.SINCE
    story: list[Any] = [
        Paragraph(texts.MINUTES_HEADING.format(day=held_on), style["title"]),
        Paragraph(since.format(day=full_day(minutes.since), present=safe(minutes.present)), style["muted"]),
        Paragraph(f"{count_words(minutes.counts)}.", style["muted"]),
        Spacer(1, 6),
    ]
    if minutes.unfinished:
        story.insert(0, Paragraph(f"<b>{minutes.unfinished}</b>", style["text"]))
    if not minutes.patients:
        story.append(Paragraph(texts.NOBODY_LISTED, style["text"]))
    for entry in minutes.patients:
        story.append(KeepTogether(_entry(entry, style)))
    ids = ", ".join(str(entry["patient_id"]) for entry in minutes.patients)
    who = ids if len(ids) < 90 else texts.MINUTES_PATIENTS.format(n=len(minutes.patients))
    foot = texts.MINUTES_FOOT.format(day=held_on, patients=who)
    return build(story, title=texts.MINUTES_TITLE.format(day=held_on), foot=foot, simulated=simulated)


def _entry(entry: Mapping[str, Any], style: dict[str, Any]) -> list[Any]:
    look = LIGHT.severity(str(entry.get("severity") or "information"))
    name = safe(entry.get("name") or "")
    who = f"{safe(entry['patient_id'])}{f' · {name}' if name else ''}"
    reviewed = "" if entry.get("reviewed") else f" <font color='{LIGHT.muted}'>{texts.NOT_REVIEWED}</font>"
    reason = safe(entry.get("reason") or "")
    said = f"<font color='{look.text}'>{look.label}</font> {reason}" if reason else texts.NO_ALERT
    lines = [Paragraph(f"<b>{who}</b>{reviewed}", style["head"]), Paragraph(said, style["text"])]
    lines += [Paragraph(safe(answer), style["small"]) for answer in entry.get("answers", [])]
    lines += [Paragraph(f"→ {_decision(d)}", style["text"]) for d in entry.get("decisions", [])]
    lines += [
        Paragraph(texts.DECIDED_EARLIER.format(decision=_decision(d)), style["muted"])
        for d in entry.get("earlier", [])
    ]
    return lines


def _decision(decision: Mapping[str, Any]) -> str:
    due = decision.get("due_on")
    parts = [safe(decision.get("decision") or "")]
    if decision.get("owner"):
        parts.append(safe(decision["owner"]))
    if due is not None and not pd.isna(due):
        parts.append(texts.DUE_BY.format(day=full_day(pd.Timestamp(due))))
    outcome = keys.word(keys.OUTCOMES, decision.get("outcome"))
    parts += [safe(part) for part in (decision.get("note"), outcome, decision.get("outcome_note")) if part]
    return " · ".join(parts)
