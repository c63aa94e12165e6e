"""`troughline serve`: the dashboard on the store."""

from __future__ import annotations

import argparse
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
        "--watch", type=Path, metavar="FOLDER", help="also import what arrives in this folder"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    path = (arguments.store or default_path()).expanduser().absolute()
    # refuse now, in plain words, rather than when the first page is drawn
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
