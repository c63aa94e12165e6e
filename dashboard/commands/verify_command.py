"""`troughline verify`: whether store, change list and counts hold together."""

from __future__ import annotations

import argparse

from dashboard.commands import shared


def options(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond --store."""


def run(arguments: argparse.Namespace) -> int:
    """Read every page and compare; 1 when something does not agree."""
    from data.verifying import verify

    with shared.open_store(arguments) as store:
        found = verify(store)
    print("\n".join(found.lines()))
    if not found.ok:
        shared.say("The store is damaged. Restore the last backup: troughline restore FILE")
    return 0 if found.ok else 1
