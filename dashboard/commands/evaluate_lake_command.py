"""`troughline evaluate-lake`: the same rules over a registry's Parquet files."""

from __future__ import annotations

import argparse

from dashboard.cli import day
from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """Which lake, which day, on which engine."""
    parser.add_argument(
        "--input", required=True, metavar="LAKE", help="folder or s3:// address of `export lake`"
    )
    parser.add_argument("--output", required=True, metavar="FOLDER", help="where the alerts are written")
    parser.add_argument("--as-of", type=day, required=True, metavar="DATE")
    parser.add_argument("--known-on", type=day, metavar="DATE")
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="default: local processes"
    )
    parser.add_argument(
        "--remote", metavar="sc://HOST", help="a Spark Connect server instead of Spark in this process"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="of the local engine; default: one a core")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate what is not evaluated yet; failed buckets are named and leave exit status 1."""
    from analytics.at_scale import evaluate_lake

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
    return 1 if done.problems else 0
