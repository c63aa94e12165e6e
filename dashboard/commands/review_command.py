"""`troughline review`: the minutes of a weekly review as PDF."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """Which meeting, where to."""
    from dashboard.cli import day

    parser.add_argument("--week", required=True, type=day, metavar="DATE", help="the day of the meeting")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")


def run(arguments: argparse.Namespace) -> int:
    """Who was on the list that day, what was answered and decided."""
    from analytics import minutes, review, review_loading
    from analytics.alerts import evaluate
    from dashboard.reports.minutes_report import minutes_report

    with shared.open_store(arguments) as store:
        settings = shared.settings(store)
        since = review.last_meeting(store, arguments.week)
        evaluation = evaluate(store, arguments.week, settings=settings)
        weekly = review.weekly_list(
            store,
            evaluation,
            review_loading.load(store, evaluation, settings),
            since=since,
            before=evaluate(store, since, known_on=since, settings=settings),
            answered_by=arguments.week - timedelta(days=1),
        )
        found = minutes.minutes(store, weekly)
        content = minutes_report(found, simulated=store.clinic_fact("simulated") == "true")
    shared.write_file(arguments.output, content)
    if found.unfinished:
        print(found.unfinished)
    print(f"minutes of {arguments.week} written to {arguments.output}")
    return 0
