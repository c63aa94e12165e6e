"""`troughline measures`: what the rules measure, for one patient."""

from __future__ import annotations

import argparse

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """The patient, the measures and the day."""
    parser.add_argument("--patient", required=True, metavar="ID")
    parser.add_argument("--measure", action="append", metavar="NAME", help="may be given several times")
    shared.day_options(parser)
    shared.format_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """List measure, day, value with comparator kept apart, unit and detail."""
    from analytics.measuring import measures

    with shared.open_store(arguments) as store:
        frame = measures(
            store,
            shared.known_patient(store, arguments.patient),
            arguments.as_of or shared.today(store),
            known_on=arguments.known_on,
            names=arguments.measure,
            settings=shared.settings(store),
        )
    shared.write(frame, ("measure", "taken_on", "value", "comparator", "unit", "detail"), arguments.format)
    return 0
