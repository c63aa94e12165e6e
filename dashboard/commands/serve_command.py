"""`troughline serve`: the dashboard on the store."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dashboard.commands import shared
from data.errors import TroughlineError
from data.store import default_path


def options(parser: argparse.ArgumentParser) -> None:
    """Address, port and whether to open the browser."""
    parser.add_argument("--port", type=int, help="default: the first free one from 8501 on")
    parser.add_argument(
        "--address", default="127.0.0.1", help="default: 127.0.0.1, reachable from this machine only"
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    parser.add_argument(
        "--lake",
        metavar="LAKE",
        help="show a registry instead of a store, read only: folder or s3:// address of `export lake`",
    )
    parser.add_argument(
        "--alerts",
        metavar="FOLDER",
        help="of --lake: folder or s3:// address that `evaluate-lake` wrote its alerts to",
    )
    parser.add_argument(
        "--watch", type=Path, metavar="FOLDER", help="also import what arrives in this folder"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    path = (arguments.store or default_path()).expanduser().absolute()
    # refuse now, in plain words, rather than when the first page is drawn
    if arguments.lake or arguments.alerts:
        _registry(arguments)
    else:
        shared.open_store(arguments, create=True).close()
    if arguments.watch is not None and not arguments.watch.is_dir():
        raise TroughlineError(f"{arguments.watch} is not a folder. Make it first, or name another.")
    if arguments.address not in ("127.0.0.1", "localhost", "::1"):
        shared.say(
            f"Serving on {arguments.address}: other machines can reach it, unencrypted. Put a TLS proxy in front and "
            "name the hosts it serves in TROUGHLINE_HOSTS."
        )
    from dashboard.serving import serve

    serve(
        path,
        address=arguments.address,
        port=arguments.port,
        browser=not arguments.no_browser,
        watched=arguments.watch,
    )
    return 0


def _registry(arguments: argparse.Namespace) -> None:
    """Open the registry and say what is not in it."""
    from dashboard import registry as registries

    if not arguments.lake or not arguments.alerts:
        raise TroughlineError("A registry needs both: --lake, and --alerts with the output of evaluate-lake.")
    if arguments.watch or arguments.store:
        raise TroughlineError("A registry is read only: leave --store and --watch out.")
    os.environ[registries.LAKE], os.environ[registries.ALERTS] = arguments.lake, arguments.alerts
    found = registries.registry()
    if found is not None and found.missing:
        shared.say(
            f"{len(found.missing)} of {found.run.buckets} buckets are not evaluated; their patients are on no list."
        )
