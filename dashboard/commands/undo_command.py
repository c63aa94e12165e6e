"""`troughline undo`: takes one import back."""

from __future__ import annotations

import argparse

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """The import."""
    parser.add_argument("import_id", type=int, metavar="IMPORT_ID", help="as printed by `troughline import`")


def run(arguments: argparse.Namespace) -> int:
    """Undo as a new fact on record; what was imported stays readable."""
    from data.importing.api import undo

    with shared.open_store(arguments) as store:
        undo(store, arguments.import_id, who=shared.who(), today=shared.today(store))
    print(f"import {arguments.import_id} taken back")
    return 0
