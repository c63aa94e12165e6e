"""Acting on alerts: append-only, undone as new rows, the second acknowledgement refused by name."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from data import reviewing
from data.errors import TroughlineError
from data.reviewing import AlertSeen
from data.store import Store

TODAY = date(2026, 6, 30)
PAIN = AlertSeen(
    "P1", "cips_pain_in_window", date(2026, 6, 20), "critical", symptom="pain foot", latest_on=TODAY
)
ALP = AlertSeen("P1", "cips_alp_raised", date(2026, 6, 20), "warning", latest_on=TODAY, value=205.0)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as store:
        yield store


def test_critical_needs_a_comment(store):
    with pytest.raises(TroughlineError, match="comment"):
        reviewing.acknowledge(store, PAIN, who="A", today=TODAY)
    assert reviewing.acknowledge(store, PAIN, who="A", today=TODAY, comment="seen, MRI asked for")
    assert reviewing.acknowledge(store, ALP, who="A", today=TODAY)


def test_second_acknowledgement_is_told_who_was_first(store):
    first = reviewing.acknowledge(store, PAIN, who="Dr First", today=TODAY, comment="ours")
    with pytest.raises(TroughlineError, match=r"Dr First.*ours"):
        reviewing.acknowledge(store, PAIN, who="Dr Second", today=TODAY, comment="mine")
    # after a correction the reader has seen the old one and replaces it
    assert reviewing.acknowledge(store, PAIN, who="Dr Second", today=TODAY, comment="again", replaces=first)
    assert list(reviewing.alert_actions(store, TODAY).acted_by) == ["Dr First", "Dr Second"]


def test_two_at_the_same_moment_one_wins(store):
    told: list[str] = []

    def press(name: str) -> None:
        try:
            reviewing.acknowledge(store, PAIN, who=name, today=TODAY, comment="x")
        except TroughlineError as error:
            told.append(str(error))

    people = [threading.Thread(target=press, args=(f"N{i}",)) for i in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(reviewing.alert_actions(store, TODAY)) == 1
    assert len(told) == 5
    winner = reviewing.alert_actions(store, TODAY).acted_by[0]
    assert all(winner in text for text in told)


def test_critical_is_never_only_snoozed(store):
    until = date(2026, 7, 7)
    with pytest.raises(TroughlineError, match="never only snoozed"):
        reviewing.snooze(store, PAIN, who="A", today=TODAY, reason="MRI pending", until=until)
    entry = reviewing.acknowledge(store, PAIN, who="A", today=TODAY, comment="seen")
    reviewing.snooze(store, PAIN, who="A", today=TODAY, reason="MRI pending", until=until)
    reviewing.undo(store, entry, who="A", today=TODAY)
    with pytest.raises(TroughlineError, match="never only snoozed"):
        reviewing.snooze(store, PAIN, who="A", today=TODAY, reason="MRI pending", until=until)


@pytest.mark.parametrize(
    ("reason", "until", "match"),
    [
        ("", date(2026, 7, 7), "reason"),
        ("x", date(2026, 6, 29), "passed"),
        ("x", date(2027, 6, 29), "at most"),
    ],
)
def test_snooze_needs_reason_and_a_near_last_day(store, reason, until, match):
    with pytest.raises(TroughlineError, match=match):
        reviewing.snooze(store, ALP, who="A", today=TODAY, reason=reason, until=until)
    assert reviewing.alert_actions(store, TODAY).empty


def test_undo_is_a_new_row_and_refused_twice(store):
    entry = reviewing.dismiss(store, ALP, who="A", today=TODAY, reason="haemolysed")
    reviewing.undo(store, entry, who="B", today=date(2026, 7, 1))
    assert len(reviewing.alert_actions(store, TODAY)) == 1, "on the day before the undo it still stood"
    assert reviewing.alert_actions(store, date(2026, 7, 1)).empty
    with pytest.raises(TroughlineError, match="B"):
        reviewing.undo(store, entry, who="C", today=date(2026, 7, 1))
    with pytest.raises(TroughlineError, match="not on record"):
        reviewing.undo(store, 999, who="C", today=TODAY)
    log = reviewing.history(store, "P1")
    assert list(log.kind) == ["dismiss"]
    assert log.undone_by[0] == "B"


def test_decision_with_outcome_and_its_undo(store):
    entry = reviewing.decide(
        store, "P1", "MRI of both feet", who="A", today=TODAY, owner="Dr Roth", due_on=date(2026, 7, 7)
    )
    reviewing.settle(store, entry, "not_done", who="B", today=date(2026, 7, 7))
    done = reviewing.settle(store, entry, "done", who="B", today=date(2026, 7, 8), note="marrow oedema")
    assert reviewing.decisions(store, date(2026, 7, 7)).outcome[0] == "not_done"
    assert reviewing.decisions(store, date(2026, 7, 8)).outcome_note[0] == "marrow oedema"
    reviewing.undo(store, done, who="B", today=date(2026, 7, 8))
    assert reviewing.decisions(store, date(2026, 7, 8)).outcome[0] == "not_done"
    with pytest.raises(TroughlineError, match="outcome"):
        reviewing.settle(store, entry, "maybe", who="B", today=TODAY)
    with pytest.raises(TroughlineError, match="passed"):
        reviewing.decide(store, "P1", "x", who="A", today=TODAY, due_on=date(2026, 6, 1))


def test_reviews_and_meetings_know_only_the_past(store):
    reviewing.mark_reviewed(store, "P1", who="A", today=TODAY)
    reviewing.mark_reviewed(store, "P1", who="B", today=date(2026, 7, 7))
    assert reviewing.last_reviews(store, TODAY).reviewed_by[0] == "A"
    assert reviewing.last_reviews(store, date(2026, 7, 8)).reviewed_by[0] == "B"
    reviewing.finish_meeting(store, who="A", today=TODAY, since=date(2026, 6, 23))
    assert reviewing.meetings(store, date(2026, 6, 29)).empty
    assert len(reviewing.meetings(store, TODAY)) == 1


def test_survives_a_restart(tmp_path):
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        reviewing.acknowledge(store, ALP, who="A", today=TODAY)
    with Store.open(path) as store:
        assert len(reviewing.alert_actions(store, TODAY)) == 1
