"""`troughline replay`: the alerts before and after a change of settings, on the record as it is."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands import shared
from dashboard.texts.settings_trial import shown, unit_words

if TYPE_CHECKING:
    import pandas as pd

    from analytics.replay import Replay


def options(parser: argparse.ArgumentParser) -> None:
    """The settings to try and the days to try them on."""
    from dashboard.cli import day

    parser.add_argument(
        "--settings", type=Path, required=True, metavar="FILE", help="the settings to compare with"
    )
    parser.add_argument(
        "--from",
        dest="first_on",
        type=day,
        metavar="DATE",
        help="the first day (default: a year before --to)",
    )
    parser.add_argument(
        "--to", dest="last_on", type=day, metavar="DATE", help="the last day (default: today)"
    )
    parser.add_argument(
        "--by", choices=("alert", "rule"), default="alert", help="what a CSV row is (default: alert)"
    )
    shared.format_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show new, gone, moved and otherwise severe alerts, and alerts per patient-month; nothing is changed on record."""
    from analytics.burden import a_year_before
    from analytics.replay import COLUMNS, replay
    from analytics.settings import load

    new = load(arguments.settings)
    with shared.open_store(arguments) as store:
        last_on = arguments.last_on or shared.today(store)
        first_on = arguments.first_on or a_year_before(last_on)
        found = replay(store, shared.settings(store), new, first_on, last_on)
    if arguments.format == "json":
        _json(found)
    elif arguments.format == "csv":
        by_alert = arguments.by == "alert"
        shared.write(
            found.alerts if by_alert else found.rules, COLUMNS if by_alert else list(found.rules), "csv"
        )
    else:
        shared.write(found.rules, list(found.rules), "table")
        if len(found.alerts):
            print()
            shared.write(found.alerts, COLUMNS, "table")
    for key, now, then, unit in found.settings:
        shared.say(f"{key}: {shown(now)} → {shown(then)} {unit_words(unit)}")
    shared.say(
        f"{len(found.alerts)} alerts differ from {first_on} to {last_on}, in {found.patients} patients and "
        f"{found.patient_months:.1f} patient-months; critical and warning per patient-month: "
        f"{_rate(found.attention('now'))} now, {_rate(found.attention('then'))} with {arguments.settings.name}"
    )
    return 0


def _rate(number: float | None) -> str:
    return "none" if number is None else f"{number:.3f}"


def _json(found: Replay) -> None:
    content = {
        "from": found.first_on.isoformat(),
        "to": found.last_on.isoformat(),
        "settings": [dict(zip(("key", "now", "then", "unit"), row, strict=True)) for row in found.settings],
        "patients": found.patients,
        "patient_months": found.patient_months,
        "attention_per_patient_month": {when: found.attention(when) for when in ("now", "then")},
        "rules": _records(found.rules),
        "alerts": _records(found.alerts),
    }
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{name: shared.plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
