"""The console command `troughline`. Results go to standard output, messages to standard error.

Exit status: 0 done; 1 done, with problems (rows rejected or set aside, a bucket failed); 2 refused, nothing stored of what was.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data.errors import TroughlineError

DONE, DONE_WITH_PROBLEMS, REFUSED = 0, 1, 2

# What each command says in the help; its module is loaded only when the command runs, so that help is quick.
COMMANDS = {
    "demo": "a simulated clinic and the published case studies in a store of their own, and the dashboard on them",
    "serve": "the dashboard on the store",
    "import": "laboratory exports and native files into the store",
    "undo": "take one import back, as a new fact on record; without a number: list the last imports",
    "alerts": "who needs attention, and why",
    "check": "every rule for one patient: fires, clear or cannot tell, and what is missing",
    "measures": "what the rules measure, for one patient",
    "export": "the record or the alerts as CSV or Parquet",
    "report": "one patient's page as PDF",
    "review": "the minutes of a weekly review as PDF",
    "evaluate-lake": "the alerts of a registry: the same rules, bucket by bucket, in processes or on Spark",
    "replay": "the alerts before and after a change of settings, compared on the record as it is",
    "watch": "import what a laboratory drops into a folder",
    "backup": "a copy of the store, read back and compared; stop the dashboard first, it keeps the store to itself",
    "restore": "a store from a backup; a store that stood there is kept beside it as NAME-before-restore-DATE",
    "verify": "whether store, change list and counts hold together",
}

_STORE = "the store (default: TROUGHLINE_STORE, else the one in your data directory)"
_DEMO_STORE = "the demonstration's store (default: demo.duckdb in your data directory; TROUGHLINE_STORE is the clinic's and never used)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the returned number is the exit status."""
    os.umask(0o077)  # whatever is written holds patients' data
    arguments = _parser(argv if argv is not None else sys.argv[1:])
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except TroughlineError as problem:
        print(f"troughline: {problem}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader went away, as `| head` does
        return DONE
    except KeyboardInterrupt:
        return 130
    return status


def _parser(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="troughline", description="Drug levels, doses, minerals and pain on one time axis."
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    wanted = next((word for word in argv if word in COMMANDS), None)
    for name, text in COMMANDS.items():
        one = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        one.add_argument("--store", type=Path, metavar="PATH", help=_DEMO_STORE if name == "demo" else _STORE)
        if name == wanted:
            module = importlib.import_module(f"dashboard.commands.{name.replace('-', '_')}_command")
            module.options(one)
            one.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    if arguments.version:
        from importlib.metadata import version

        print(f"troughline {version('troughline')}")
        parser.exit(DONE)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        parser.exit(REFUSED)
    return arguments


def day(text: str) -> date:
    """A date option; argparse names what was expected."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: expected YYYY-MM-DD") from error


if __name__ == "__main__":
    sys.exit(main())
