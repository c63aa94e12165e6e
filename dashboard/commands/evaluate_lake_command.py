"""`troughline evaluate-lake`: the same rules over a registry's Parquet files."""

from __future__ import annotations

import argparse

from dashboard.cli import day
from dashboard.commands import shared
from data.errors import TroughlineError


def options(parser: argparse.ArgumentParser) -> None:
    """Which lake, which day, on which engine."""
    parser.add_argument(
        "--input", required=True, metavar="LAKE", help="folder or s3:// address of `export lake`"
    )
    parser.add_argument(
        "--output",
        required=True,
        metavar="FOLDER",
        help="folder or s3:// address for alerts/ and figures/; `serve --lake … --alerts` shows it",
    )
    parser.add_argument("--as-of", type=day, required=True, metavar="DATE")
    parser.add_argument("--known-on", type=day, metavar="DATE")
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="default: local processes"
    )
    parser.add_argument(
        "--remote",
        metavar="sc://HOST",
        help="of spark: a Spark Connect server, whose workers have Troughline and reach both addresses",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="of the local engine; default: one a core")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate what is not evaluated yet; failed buckets are named and leave exit status 1."""
    from analytics.at_scale import evaluate_lake

    if arguments.remote and arguments.engine != "spark":
        raise TroughlineError("--remote belongs to --engine spark.")
    done = evaluate_lake(
        arguments.input,
        arguments.output,
        arguments.as_of,
        known_on=arguments.known_on,
        engine=arguments.engine,
        remote=arguments.remote,
        workers=arguments.workers,
    )
    shared.say(
        f"{done.buckets} buckets, {done.already_done} of them done before, {len(done.problems)} failed, {done.seconds:.1f} s"
    )
    for bucket, reason in sorted(done.problems.items()):
        shared.say(f"bucket {bucket}: {reason}")
    _figures(arguments.output)
    return 1 if done.problems else 0


def _figures(output: str) -> None:
    """What a bucket takes, so that a larger registry can be planned."""
    from analytics.lake_output import bucket_figures

    rows = bucket_figures(output)
    if len(rows):
        peak = f", largest worker {rows['peak_mb'].max():.0f} MB" if rows["peak_mb"].notna().any() else ""
        shared.say(
            f"a bucket: median {rows['results'].median():,.0f} results of {rows['patients'].median():,.0f} patients"
            f" in {rows['seconds'].median():.1f} s{peak}"
        )
