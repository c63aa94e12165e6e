"""`troughline export`: the record or the alerts as CSV or Parquet."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands import shared
from data.errors import TroughlineError

if TYPE_CHECKING:
    from data.store import Store

KINDS = (
    "labs",
    "doses",
    "symptoms",
    "transplants",
    "patients",
    "targets",
    "events",
    "alerts",
    "reviews",
    "lake",
)


def options(parser: argparse.ArgumentParser) -> None:
    """What, and in which form."""
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="default: csv")
    parser.add_argument(
        "--all-versions", action="store_true", help="also what was corrected, superseded or withdrawn"
    )
    parser.add_argument(
        "--output", metavar="FILE", help="default: standard output; for lake a folder or s3:// address"
    )
    parser.add_argument(
        "--site", default="clinic", metavar="NAME", help="of lake: who exports; default: clinic"
    )
    parser.add_argument(
        "--buckets", type=int, default=64, metavar="N", help="of lake: patient buckets; default: 64"
    )
    shared.day_options(parser)
    parser.add_argument("--status", choices=("open", "all"), default="all", help="of alerts; default: all")


def run(arguments: argparse.Namespace) -> int:
    """Write the rows; the file is for its owner only."""
    from data import exporting

    if arguments.kind != "alerts" and (arguments.as_of or arguments.known_on):
        raise TroughlineError(
            "--as-of and --known-on belong to `export alerts`; other exports hold the whole record."
        )
    if arguments.kind == "lake":
        return _lake(arguments)
    if arguments.output is None and arguments.format == "parquet" and sys.stdout.isatty():
        raise TroughlineError("Parquet is not text: name a file with --output.")
    with shared.open_store(arguments) as store:
        if arguments.kind == "alerts":
            content = _alerts(store, arguments)
        else:
            out = io.BytesIO()
            exporting.write(
                exporting.export_rows(store, arguments.kind, arguments.all_versions), out, arguments.format
            )
            content = out.getvalue()
    if arguments.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        shared.write_file(Path(arguments.output), content)
        shared.say(f"{arguments.kind} written to {arguments.output}")
    return 0


def _lake(arguments: argparse.Namespace) -> int:
    """All records as Parquet files by table and patient bucket, for a registry."""
    from data.lake import export_lake
    from data.store import utc_now

    if not arguments.output:
        raise TroughlineError("Name the lake's folder or address with --output.")
    with shared.open_store(arguments) as store:
        manifest = export_lake(
            store, arguments.output, site=arguments.site, exported_at=utc_now(), buckets=arguments.buckets
        )
    shared.say(
        f"Site {manifest.site}, export {manifest.export}: {manifest.rows['results']} results in {arguments.output}"
    )
    return 0


def _alerts(store: Store, arguments: argparse.Namespace) -> bytes:
    """The columns of `troughline alerts`; value is text in both forms, because `<5` is not 5."""
    from analytics.alerts import CSV_COLUMNS, evaluate
    from dashboard.commands.alerts_command import as_csv, with_comparator

    alerts = evaluate(
        store,
        arguments.as_of or shared.today(store),
        known_on=arguments.known_on,
        settings=shared.settings(store),
    ).alerts
    if arguments.status == "open":
        alerts = alerts[alerts["status"] == "open"]
    if arguments.format == "csv":
        return as_csv(alerts).encode("utf-8")
    from data import exporting

    frame = with_comparator(alerts)
    frame["value"] = [shared.text(shared.plain(value)) for value in frame["value"]]
    out = io.BytesIO()
    exporting.write(frame[list(CSV_COLUMNS)], out, "parquet")
    return out.getvalue()
