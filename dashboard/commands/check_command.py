"""`troughline check`: every rule's answer for one patient."""

from __future__ import annotations

import argparse

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """The patient and the day."""
    parser.add_argument("--patient", required=True, metavar="ID")
    shared.day_options(parser)
    shared.format_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """List rule, answer (fires, clear, cannot_tell) and what is missing."""
    from analytics.alerts import evaluate

    with shared.open_store(arguments) as store:
        evaluation = evaluate(
            store,
            arguments.as_of or shared.today(store),
            known_on=arguments.known_on,
            patients=[shared.known_patient(store, arguments.patient)],
            settings=shared.settings(store),
        )
    shared.write(evaluation.answers, ("patient_id", "rule", "answer", "missing"), arguments.format)
    return 0
