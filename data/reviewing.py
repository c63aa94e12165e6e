"""What people do about alerts and patients, append-only: acknowledge, snooze, dismiss, assign, decide, review, undo.

Every entry keeps the alert as the person saw it, so that analytics.review can tell a later correction or rise.
Names are what the browser gave. Days are clinic days and are passed in; only the moment is stamped here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import duckdb
import pandas as pd

from data.errors import TroughlineError
from data.store import Store, utc_now
from data.texts import reviewing as texts

MAX_SNOOZE_DAYS = 92
"""A snooze is a pause, not an end: at most three months (definitions.md is silent; a clinic wants a limit)."""

OUTCOMES = ("done", "not_done", "dropped")


@dataclass(frozen=True)
class AlertSeen:
    """One episode as it stood on the screen when somebody acted on it."""

    patient_id: str
    rule: str
    began_on: date
    severity: str
    symptom: str = ""
    sequence: int = 1
    latest_on: date | None = None
    value: float | None = None
    comparator: str = ""
    unit: str = ""
    evidence: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> AlertSeen:
        """From a row of Evaluation.alerts (a dict or a Series)."""
        value = row["value"]
        return cls(
            patient_id=str(row["patient_id"]),
            rule=str(row["rule"]),
            began_on=_day(row["began_on"]),
            severity=str(row["severity"]),
            symptom=_text(row.get("symptom")),
            sequence=int(row.get("sequence") or 1),
            latest_on=None if pd.isna(row["latest_on"]) else _day(row["latest_on"]),
            value=None if pd.isna(value) else float(value),
            comparator=_text(row.get("comparator")),
            unit=_text(row.get("unit")),
            evidence=_text(row.get("evidence")),
        )


def acknowledge(
    store: Store, seen: AlertSeen, *, who: str, today: date, comment: str = "", replaces: int | None = None
) -> int:
    """Acknowledge one episode; returns the entry id.

    replaces names the acknowledgement that the reader saw as no longer valid (given before a correction, severity
    risen). Raises TroughlineError when a critical alert has no comment, or when somebody else was first.
    """
    if seen.severity == "critical" and not comment.strip():
        raise TroughlineError(texts.NO_COMMENT)
    with store.transaction(who, _on_record("acknowledge", seen)) as cursor:
        first = _standing(cursor, seen, "acknowledge", newer_than=replaces or 0)
        if first:
            _refuse_second(store, first)
        return _add_action(cursor, "acknowledge", seen, who=who, today=today, reason=comment)


def snooze(store: Store, seen: AlertSeen, *, who: str, today: date, reason: str, until: date) -> int:
    """Put one episode aside to the end of `until`. A critical alert must be acknowledged before (never only snoozed)."""
    if not reason.strip():
        raise TroughlineError(texts.NO_REASON)
    if until < today:
        raise TroughlineError(texts.SNOOZE_PAST.format(day=texts.day(until)))
    if (until - today).days > MAX_SNOOZE_DAYS:
        raise TroughlineError(texts.SNOOZE_LONG.format(days=MAX_SNOOZE_DAYS))
    with store.transaction(who, _on_record("snooze", seen)) as cursor:
        if seen.severity == "critical":
            given = _standing(cursor, seen, "acknowledge")
            if not given or given["severity"] != "critical":
                raise TroughlineError(texts.ONLY_SNOOZED)
        return _add_action(cursor, "snooze", seen, who=who, today=today, reason=reason, until_on=until)


def dismiss(store: Store, seen: AlertSeen, *, who: str, today: date, reason: str) -> int:
    """Mark one episode as inaccurate. It comes back when its evidence changes or its severity rises."""
    if not reason.strip():
        raise TroughlineError(texts.NOT_INACCURATE)
    with store.transaction(who, _on_record("dismiss", seen)) as cursor:
        return _add_action(cursor, "dismiss", seen, who=who, today=today, reason=reason)


def assign(store: Store, seen: AlertSeen, *, who: str, today: date, to: str, reason: str = "") -> int:
    """Give one episode to somebody by name; the latest assignment counts."""
    if not to.strip():
        raise TroughlineError(texts.NO_PERSON)
    with store.transaction(who, _on_record("assign", seen)) as cursor:
        return _add_action(
            cursor, "assign", seen, who=who, today=today, reason=reason, assigned_to=to.strip()
        )


def decide(
    store: Store,
    patient_id: str,
    decision: str,
    *,
    who: str,
    today: date,
    owner: str = "",
    due_on: date | None = None,
    note: str = "",
) -> int:
    """Note what was decided for a patient, who does it and by when; returns the entry id."""
    if not decision.strip():
        raise TroughlineError(texts.NO_DECISION)
    if due_on and due_on < today:
        raise TroughlineError(texts.DUE_PAST.format(day=texts.day(due_on)))
    with store.transaction(who, texts.DECIDED) as cursor:
        return _insert(
            cursor,
            "decisions",
            {
                "patient_id": patient_id,
                "decision": decision.strip(),
                "owner": owner.strip(),
                "due_on": due_on,
                "note": note.strip(),
            },
            who,
            today,
        )


def settle(store: Store, decision_id: int, outcome: str, *, who: str, today: date, note: str = "") -> int:
    """Say whether a decision happened: done, not_done (still wanted) or dropped. The latest counts."""
    if outcome not in OUTCOMES:
        raise TroughlineError(texts.UNKNOWN_OUTCOME.format(outcome=outcome, outcomes=", ".join(OUTCOMES)))
    with store.transaction(who, texts.SETTLED) as cursor:
        if not cursor.execute("SELECT 1 FROM decisions WHERE entry_id = $id", {"id": decision_id}).fetchone():
            raise TroughlineError(texts.DECISION_GONE)
        return _insert(
            cursor,
            "decision_outcomes",
            {"decision_id": decision_id, "outcome": outcome, "note": note.strip()},
            who,
            today,
        )


def mark_reviewed(store: Store, patient_id: str, *, who: str, today: date, note: str = "") -> int:
    """Somebody has looked at this patient today."""
    with store.transaction(who, texts.REVIEWED) as cursor:
        return _insert(cursor, "reviewed_marks", {"patient_id": patient_id, "note": note.strip()}, who, today)


def finish_meeting(store: Store, *, who: str, today: date, since: date, note: str = "") -> int:
    """Close the weekly review: from now on "new" counts from today."""
    with store.transaction(who, texts.FINISHED) as cursor:
        return _insert(cursor, "meetings", {"since_on": since, "note": note.strip()}, who, today)


def undo(store: Store, entry_id: int, *, who: str, today: date) -> None:
    """Take one entry back, as a new row. Refused when it is unknown or has been taken back already."""
    with store.transaction(who, texts.UNDONE) as cursor:
        found = cursor.execute(
            "SELECT undone_by, undone_at FROM review_log WHERE entry_id = $id", {"id": entry_id}
        ).fetchone()
        if not found:
            raise TroughlineError(texts.ENTRY_GONE)
        if found[0]:
            raise TroughlineError(texts.TAKEN_BACK.format(who=found[0], moment=_moment(store, found[1])))
        cursor.execute(
            "INSERT INTO review_undos VALUES ($id, $on, $at, $who)",
            {"id": entry_id, "on": today, "at": utc_now(), "who": who},
        )


def alert_actions(store: Store, as_of: date) -> pd.DataFrame:
    """Alert actions that stand at the end of as_of, oldest first."""
    return store.read(_query("alert_actions"), {"as_of": as_of})


def decisions(store: Store, as_of: date) -> pd.DataFrame:
    """Decisions that stand at the end of as_of with their latest outcome ('' while open), oldest first."""
    return store.read(_query("decisions"), {"as_of": as_of})


def last_reviews(store: Store, as_of: date) -> pd.DataFrame:
    """patient_id, reviewed_on, reviewed_by, entry_id: the last review of each patient by the end of as_of."""
    return store.read(_query("last_reviews"), {"as_of": as_of})


def meetings(store: Store, as_of: date) -> pd.DataFrame:
    """Finished meetings by the end of as_of, oldest first."""
    return store.read(_query("meetings"), {"as_of": as_of})


def history(store: Store, patient_id: str) -> pd.DataFrame:
    """Everything done about one patient, undone or not, newest first."""
    return store.read(_query("history"), {"patient_id": patient_id})


def _query(name: str) -> str:
    return (files("data") / "review_queries" / f"{name}.sql").read_text(encoding="utf-8")


def _standing(
    cursor: duckdb.DuckDBPyConnection, seen: AlertSeen, action: str, *, newer_than: int = 0
) -> dict[str, Any] | None:
    row = cursor.execute(
        _query("standing_action"),
        {
            "action": action,
            "patient_id": seen.patient_id,
            "rule": seen.rule,
            "symptom": seen.symptom,
            "began_on": seen.began_on,
            "sequence": seen.sequence,
            "newer_than": newer_than,
        },
    ).fetchone()
    return dict(zip(("acted_by", "acted_at", "reason", "severity"), row, strict=True)) if row else None


def _refuse_second(store: Store, first: dict[str, Any]) -> None:
    said = texts.SAID.format(reason=first["reason"]) if first["reason"] else ""
    moment = _moment(store, first["acted_at"])
    raise TroughlineError(texts.ACKNOWLEDGED.format(who=first["acted_by"], moment=moment, said=said))


def _on_record(action: str, seen: AlertSeen) -> str:
    return texts.ON_RECORD[action].format(rule=seen.rule)


def _add_action(
    cursor: duckdb.DuckDBPyConnection,
    action: str,
    seen: AlertSeen,
    *,
    who: str,
    today: date,
    reason: str = "",
    **more: object,
) -> int:
    values: dict[str, object] = {
        **vars(seen),
        "action": action,
        "reason": reason.strip(),
        "until_on": None,
        "assigned_to": None,
    }
    return _insert(cursor, "alert_actions", values | more, who, today)


def _insert(
    cursor: duckdb.DuckDBPyConnection, table: str, values: Mapping[str, object], who: str, today: date
) -> int:
    """One new entry. Table and column names are this module's own; the values are bound."""
    row = cursor.execute("SELECT nextval('review_ids')").fetchone()
    entry_id = int(row[0]) if row else 0
    full = {"entry_id": entry_id, **values, "acted_on": today, "acted_at": utc_now(), "acted_by": who}
    names = ", ".join(full)
    cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('$' + name for name in full)})", full)
    return entry_id


def _moment(store: Store, at: datetime) -> str:
    """A moment in the clinic's own time, in words."""
    return texts.moment(at.replace(tzinfo=UTC).astimezone(store.time_zone))


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _text(value: Any) -> str:
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)
