"""`troughline restore`: a store from a backup; what stood there is kept beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.store import default_path


def options(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, metavar="FILE", help="as written by `troughline backup`")


def run(arguments: argparse.Namespace) -> int:
    """Examine the backup, then put it in place."""
    from data.backup import restore

    path = arguments.store or default_path()
    kept = restore(arguments.file, path)
    print(f"{path} restored from {arguments.file}")
    if kept is not None:
        print(f"what stood there is kept as {kept}; remove it when it is not needed any more")
    return 0
