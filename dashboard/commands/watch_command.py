"""`troughline watch`: imports what a laboratory drops into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands import shared

if TYPE_CHECKING:
    from data.importing.account import Account


def options(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.epilog = f"Exit status with --once: {shared.EXIT_STATUS}"
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="imported files move to its done/ or problems/"
    )
    parser.add_argument("--once", action="store_true", help="import what is there now and stop")


def run(arguments: argparse.Namespace) -> int:
    """Watch until interrupted; the store is taken meanwhile. `serve --watch` does both in one process."""
    from data.watching import watch

    with shared.open_store(arguments, create=True) as store:
        accounts = watch(
            store, arguments.folder, shared.who(), lambda: shared.today(store), arguments.once, told=told
        )
    if any(account.refused for account in accounts):
        return 2
    return 1 if any(account.rejected or account.set_aside for account in accounts) else 0


def told(account: Account, went_to: Path) -> None:
    """One line a file, without patient values."""
    counts = ", ".join(
        f"{number} {name.replace('_', ' ')}" for name, number in account.counts().items() if number
    )
    state = f"refused: {account.refused}" if account.refused else counts or "no rows"
    print(shared.printable(f"{account.file}: {state} → {went_to.parent.name}/"), flush=True)
