"""Minutes: what was answered, decided and done at the meeting, as text and as rows."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.minutes import as_table, as_text, minutes
from analytics.review import ROW_COLUMNS, WeeklyList
from data import reviewing
from data.reviewing import AlertSeen
from data.store import Store

DAY, SINCE = date(2026, 6, 30), date(2026, 6, 23)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb", time_zone="UTC") as store:
        yield store


def week() -> WeeklyList:
    rows = [
        dict.fromkeys(ROW_COLUMNS, "")
        | {"patient_id": p, "name": n, "group": g, "severity": "critical", "reason": r, "told_by": ""}
        for p, n, g, r in (
            ("P1", "Ann", "new", "Both feet 7/10"),
            ("P2", "", "open", "Ca × P 74"),
            ("P3", "Cay", "quiet", ""),
        )
    ]
    return WeeklyList(DAY, SINCE, rows, {})


def test_minutes_tell_answers_decisions_and_what_became_of_the_last_ones(store):
    seen = AlertSeen("P1", "cips_pain_in_window", date(2026, 6, 24), "critical", symptom="pain foot")
    reviewing.acknowledge(store, seen, who="Dr A", today=DAY, comment="imaging")
    reviewing.decide(
        store, "P1", "MRI of both feet", who="Dr A", today=DAY, owner="Dr Roth", due_on=date(2026, 7, 7)
    )
    old = reviewing.decide(store, "P2", "Phosphate binder", who="Dr A", today=SINCE, owner="Ms Lee")
    reviewing.settle(store, old, "done", who="Dr A", today=DAY, note="since Monday")
    reviewing.decide(store, "P1", "Bone density", who="Dr A", today=DAY, due_on=date(2027, 1, 12))
    gone = reviewing.decide(store, "P1", "nothing", who="Dr A", today=DAY)
    reviewing.undo(store, gone, who="Dr A", today=DAY)
    reviewing.mark_reviewed(store, "P3", who="Dr A", today=DAY)
    found = minutes(store, week(), ["P1", "P2"], present="Roth, Lee")
    text = as_text(found)
    assert "Ann (P1): Both feet 7/10" in text
    assert "leg pain inside the CIPS window acknowledged by Dr A: imaging" in text
    assert "DECIDED: MRI of both feet (Dr Roth, by 7 Jul)" in text
    assert "DECIDED: Bone density (by 12 Jan 2027)" in text
    assert "decided before: Phosphate binder (Ms Lee): done, since Monday" in text
    assert "nothing" not in text, "an entry that was taken back is not in the minutes"
    assert "P3" in text, "reviewed although quiet"
    table = as_table(found)
    assert list(table.patient_id) == ["P1", "P1", "P2", "P3"]
    assert list(table.loc[table.patient_id == "P1", "due_on"]) == ["2026-07-07", "2027-01-12"]
    assert table.set_index("patient_id").loc["P2", "outcome"] == "done"


def test_not_discussed_is_said(store):
    assert as_text(minutes(store, week())).count("not discussed") == 2


def test_a_week_without_a_meeting_says_so_first(store):
    assert as_text(minutes(store, week())).startswith("No meeting was finished in the week of 30 Jun 2026")
    reviewing.finish_meeting(store, who="Dr A", today=date(2026, 7, 1), since=SINCE)
    assert as_text(minutes(store, week())).startswith(
        "No meeting was finished on 30 Jun 2026; the one of that week was on 1 Jul 2026."
    )
    reviewing.finish_meeting(store, who="Dr A", today=DAY, since=SINCE)
    assert as_text(minutes(store, week())).startswith("Weekly review, 30 Jun 2026")


def test_the_numbers_add_up_to_everybody(store):
    assert (
        "2 of 3 patients asked for attention: 1 with something new, 1 still open, 0 to ask again; "
        "0 put aside, 0 overdue, 1 quiet." in as_text(minutes(store, week()))
    )
