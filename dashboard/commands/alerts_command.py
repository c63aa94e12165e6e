"""`troughline alerts`: episodes of every rule, as of a day."""

from __future__ import annotations

import argparse
import io
import sys
from typing import TYPE_CHECKING

from analytics.alerts import CSV_COLUMNS, evaluate
from dashboard.commands import shared
from data.errors import TroughlineError

if TYPE_CHECKING:
    import pandas as pd


def options(parser: argparse.ArgumentParser) -> None:
    """Days and filters."""
    shared.day_options(parser)
    parser.add_argument("--patient", metavar="ID")
    parser.add_argument("--rule", action="append", metavar="NAME", help="may be given several times")
    parser.add_argument("--status", choices=("open", "all"), default="open", help="default: open")
    shared.format_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """List the alerts, sorted by patient, rule and first day."""
    known_rules(arguments.rule)
    with shared.open_store(arguments) as store:
        patients = [shared.known_patient(store, arguments.patient)] if arguments.patient is not None else None
        evaluation = evaluate(
            store,
            arguments.as_of or shared.today(store),
            known_on=arguments.known_on,
            patients=patients,
            settings=shared.settings(store),
        )
    alerts = evaluation.alerts
    if arguments.rule:
        alerts = alerts[alerts["rule"].isin(arguments.rule)]
    if arguments.status == "open":
        alerts = alerts[alerts["status"] == "open"]
    if arguments.format == "csv":
        sys.stdout.write(as_csv(alerts))
    else:
        shared.write(with_comparator(alerts), CSV_COLUMNS, arguments.format)
    return 0


def as_csv(alerts: pd.DataFrame) -> str:
    """The alerts as every CSV of alerts has them: this command's, `export alerts`, a registry's."""
    out = io.StringIO(newline="")
    shared.write(with_comparator(alerts), CSV_COLUMNS, "csv", out)
    return out.getvalue()


def known_rules(names: list[str] | None) -> None:
    """Raises TroughlineError for a rule that does not exist: a misspelt name must not read as an empty list."""
    from analytics.catalogue import rules

    every = [rule.name for rule in rules()]
    for name in names or ():
        if name not in every:
            raise TroughlineError(f"No rule is called {name!r}. Rules: {shared.listed(every)}.")


def with_comparator(frame: pd.DataFrame) -> pd.DataFrame:
    """value as the laboratory gave it: `<5`, `>2000`, or the bare number."""
    out = frame.copy()
    values = [
        f"{comparator}{shared.text(shared.plain(value))}"
        if isinstance(comparator, str) and comparator
        else value
        for comparator, value in zip(frame["comparator"], frame["value"], strict=True)
    ]
    out["value"] = out["value"].astype(object)
    out["value"] = values
    return out
