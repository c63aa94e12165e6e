"""`troughline backup`: a copy of the store, read back and compared before it counts."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file; nothing is ever replaced")


def run(arguments: argparse.Namespace) -> int:
    """Write the backup."""
    from data.backup import backup

    with shared.open_store(arguments) as store:
        backup(store, arguments.file)
    print(f"backup written to {arguments.file} and read back")
    return 0
