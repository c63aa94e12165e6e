"""`troughline replay`: the alerts before and after a change of settings, on the record as it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.commands import shared

COLUMNS = ("change", "patient_id", "rule", "severity", "status", "began_on", "symptom", "why")
IDENTITY = ["patient_id", "rule", "began_on", "symptom", "sequence"]


def options(parser: argparse.ArgumentParser) -> None:
    """The settings to try."""
    parser.add_argument(
        "--settings", type=Path, required=True, metavar="FILE", help="the settings to compare with"
    )
    shared.day_options(parser)
    parser.add_argument("--status", choices=("open", "all"), default="all", help="default: all")
    shared.format_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """List alerts that appear, go, or change severity; nothing is changed on record."""
    import pandas as pd

    from analytics.alerts import evaluate
    from analytics.settings import load

    with shared.open_store(arguments) as store:
        day = arguments.as_of or shared.today(store)
        now = evaluate(store, day, known_on=arguments.known_on, settings=shared.settings(store)).alerts
        then = evaluate(store, day, known_on=arguments.known_on, settings=load(arguments.settings)).alerts
    if arguments.status == "open":
        now, then = now[now["status"] == "open"], then[then["status"] == "open"]
    both = now.merge(then, on=IDENTITY, how="outer", suffixes=("_now", ""), indicator=True)
    gone = both["_merge"] == "left_only"
    for column in ("severity", "status", "why"):
        both.loc[gone, column] = both.loc[gone, f"{column}_now"]
    both["change"] = both["_merge"].astype(str).map({"left_only": "gone", "right_only": "new", "both": ""})
    differs = (both["change"] == "") & (
        (both["severity"] != both["severity_now"]) | (both["status"] != both["status_now"])
    )
    both.loc[differs, "change"] = "was " + both["severity_now"] + ", " + both["status_now"]
    changed = both[both["change"] != ""].sort_values(["patient_id", "rule", "began_on"], kind="stable")
    shared.write(pd.DataFrame(changed), COLUMNS, arguments.format)
    shared.say(
        f"{len(now)} alerts with the settings in force, {len(then)} with {arguments.settings.name}; {len(changed)} differ"
    )
    return 0
