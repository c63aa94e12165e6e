"""`troughline report`: one patient's page as PDF."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands import shared

if TYPE_CHECKING:
    from data.store import Store


def options(parser: argparse.ArgumentParser) -> None:
    """Who, when, where to."""
    from dashboard.cli import day

    parser.add_argument("--patient", required=True, metavar="ID")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help="default: today; on the simulated clinic its last day, for a published case the case's own day",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF, for its owner only."""
    from analytics.alerts import evaluate
    from analytics.catalogue import rules
    from analytics.record import patient_record
    from dashboard.reports.patient_report import patient_report

    with shared.open_store(arguments) as store:
        patient = shared.known_patient(store, arguments.patient)
        case = case_study(store, patient)
        settings = shared.settings(store)
        as_of = arguments.as_of or (case["opens_on"] if case else own_day(store))
        content = patient_report(
            patient_record(store, patient, as_of, settings=settings),
            evaluate(store, as_of, patients=[patient], settings=settings),
            {rule.name: rule for rule in rules()},
            as_of,
            case=case,
            simulated=case is None and store.clinic_fact("simulated") == "true",
        )
    shared.write_file(arguments.output, content)
    print(f"report of {as_of} written to {arguments.output}")
    return 0


def case_study(store: Store, patient: str) -> dict[str, Any] | None:
    """opens_on, title and document of a published case; None for the clinic's patients."""
    found = store.read(
        "SELECT opens_on, title, document FROM case_studies WHERE patient_id = $patient", {"patient": patient}
    )
    if found.empty:
        return None
    row = {str(name): value for name, value in found.iloc[0].items()}
    return row | {"opens_on": row["opens_on"].date()}


def own_day(store: Store) -> date:
    """The simulated clinic's fixed last day, else today."""
    fixed = store.clinic_fact("last_day")
    return date.fromisoformat(fixed) if fixed else shared.today(store)
