"""Acknowledgements against episodes that go on, rise, are corrected, move or come back (definitions.md, Alerts)."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from analytics.acknowledgement import alert_states

AS_OF = date(2026, 6, 30)


def alert(**over):
    row = {
        "patient_id": "P1",
        "rule": "ca_p_over_70",
        "severity": "critical",
        "status": "open",
        "began_on": date(2026, 6, 1),
        "latest_on": date(2026, 6, 20),
        "ended_on": None,
        "symptom": "",
        "value": 74.0,
        "comparator": "",
        "unit": "mg²/dL²",
        "threshold": 70.0,
        "why": "Ca × P 74",
        "sequence": 1,
        "evidence": json.dumps([{"label": "calcium", "on": "2026-06-20", "value": 9.9}]),
        "missing": "",
    }
    return row | over


def action(kind="acknowledge", entry_id=1, **over):
    seen = alert()
    names = (
        "patient_id",
        "rule",
        "symptom",
        "began_on",
        "sequence",
        "severity",
        "latest_on",
        "value",
        "comparator",
        "evidence",
    )
    row = {name: seen[name] for name in names} | {
        "entry_id": entry_id,
        "action": kind,
        "reason": "because",
        "until_on": None,
        "assigned_to": None,
        "acted_on": date(2026, 6, 21),
        "acted_at": pd.Timestamp("2026-06-21 09:00"),
        "acted_by": "Dr First",
    }
    return row | over


ACTION_COLUMNS = list(action())


def state_of(alerts, actions=(), corrections=None):
    frame = alert_states(
        pd.DataFrame(alerts), pd.DataFrame(list(actions), columns=ACTION_COLUMNS), AS_OF, corrections
    )
    return frame.iloc[-1]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ({}, "acknowledged"),
        (
            {"latest_on": date(2026, 6, 28), "value": 90.0},
            "acknowledged",
        ),  # a new reading of the same episode
        ({"value": 76.0}, "before_correction"),  # the acknowledged reading has another value
        ({"latest_on": date(2026, 6, 10)}, "before_correction"),  # the acknowledged reading is gone
        ({"comparator": ">"}, "before_correction"),
        ({"began_on": date(2026, 5, 20)}, "before_correction"),  # late data moved the beginning
        (
            {"evidence": json.dumps([{"label": "calcium", "on": "2026-06-20", "value": 10.4}])},
            "before_correction",
        ),
        ({"began_on": date(2026, 6, 25), "latest_on": date(2026, 6, 28)}, "new"),  # the next episode
    ],
)
def test_acknowledgement_of_a_critical(now, state):
    assert state_of([alert(**now)], [action()]).state == state


def test_rise_makes_it_new_again():
    found = state_of([alert(rule="x", severity="critical")], [action(rule="x", severity="warning")])
    assert found.state == "severity_risen"
    assert found.answered_by == "Dr First"


def test_corrected_result_inside_the_acknowledged_days():
    corrected = {"patient_id": "P1", "analyte": "phosphorus", "collected_on": date(2026, 6, 10)}
    later = pd.DataFrame([corrected | {"corrected_at": pd.Timestamp("2026-06-22")}])
    earlier = pd.DataFrame([corrected | {"corrected_at": pd.Timestamp("2026-06-20")}])
    other = later.assign(analyte="tacrolimus")
    assert state_of([alert()], [action()], later).state == "before_correction"
    assert state_of([alert()], [action()], earlier).state == "acknowledged"
    assert state_of([alert()], [action()], other).state == "acknowledged"


def snooze(**over):
    return action("snooze", 2, until_on=date(2026, 7, 10)) | over


def test_snooze_of_a_warning_holds_through_new_readings_but_not_through_a_rise():
    warning = alert(severity="warning", latest_on=date(2026, 6, 29), value=99.0)
    assert state_of([warning], [snooze(severity="warning")]).state == "snoozed"
    assert state_of([warning], [snooze(severity="warning", until_on=date(2026, 6, 30))]).state == "snoozed"
    assert (
        state_of([warning], [snooze(severity="warning", until_on=date(2026, 6, 29))]).state == "snooze_ended"
    )
    assert state_of([alert()], [snooze(severity="warning")]).state == "severity_risen"


def test_critical_is_never_only_snoozed():
    assert state_of([alert()], [snooze()]).state == "new"
    assert state_of([alert()], [action(), snooze()]).state == "snoozed"
    assert state_of([alert(value=76.0)], [action(), snooze()]).state == "before_correction"


def test_dismissed_until_the_data_change():
    assert state_of([alert()], [action("dismiss", 3)]).state == "dismissed"
    assert state_of([alert(value=80.0)], [action("dismiss", 3)]).state == "before_correction"
    assert state_of([alert()], [action("assign", 4, assigned_to="Dr Roth")]).assigned_to == "Dr Roth"


@pytest.mark.parametrize(("ended", "again"), [(date(2026, 5, 4), True), (date(2026, 5, 3), False)])
def test_back_again_within_28_days(ended, again):
    before = alert(began_on=date(2026, 4, 1), latest_on=date(2026, 4, 20), ended_on=ended, status="ended")
    found = state_of([before, alert()], [action(began_on=date(2026, 4, 1), latest_on=date(2026, 4, 20))])
    assert bool(found.back_again) is again
    assert found.state == "new", "the acknowledgement belonged to the episode before"


def test_no_alerts_at_all():
    empty = alert_states(pd.DataFrame(columns=list(alert())), pd.DataFrame(columns=ACTION_COLUMNS), AS_OF)
    assert empty.empty
    assert "state" in empty
