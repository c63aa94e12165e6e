"""`troughline import`: files into the store, with a balanced account of every row."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from dashboard.commands import shared, waiting
from data.errors import TroughlineError
from data.importing.account import OUTCOMES, Account

SHOWN_PROBLEMS = 20


def options(parser: argparse.ArgumentParser) -> None:
    """Files and what settles two readings of them."""
    parser.epilog = f"Exit status: {shared.EXIT_STATUS}"
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--kind", choices=("patients", "targets", "transplants", "labs", "doses", "symptoms", "events")
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=HEADER", help="which column holds what"
    )
    parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="settles 01/02/2026")
    parser.add_argument("--decimal", choices=(".", ","), help="settles 1,234")
    parser.add_argument("--encoding", metavar="NAME", help="such as utf-8, cp1252, latin-1, utf-16")
    parser.add_argument(
        "--backfill", action="store_true", help="a historical load: known on its clinical days"
    )
    parser.add_argument("--dry-run", action="store_true", help="the account only, nothing stored")
    parser.add_argument("--json", action="store_true", help="one object a file, always as a list")


def run(arguments: argparse.Namespace) -> int:
    """Import each file by itself, none when one of them is missing."""
    mapping = _mapping(arguments.map)
    accounts = _missing(arguments.files)
    if accounts:  # before a store is made for nothing
        return _ended(accounts, arguments)
    path = shared.store_path(arguments)
    is_new = not path.exists()
    with shared.open_store(arguments, create=True) as store, waiting.interruptible() as ended:
        for file in arguments.files:
            accounts.append(_one(store, file, mapping, arguments, waiting.Line(file, ended)))
            if ended.is_set():
                break
    if is_new and all(account.refused for account in accounts):
        path.unlink()  # made for nothing
    status = _ended(accounts, arguments)
    return 130 if ended.is_set() else status


def _missing(files: list[str]) -> list[Account]:
    """Every named file refused, when one of them is not there; none otherwise."""
    missing = {file for file in files if not os.path.isfile(file)}
    return [
        Account(
            file=file,
            refused="There is no such file."
            if file in missing
            else "Another file that was named is missing.",
        )
        for file in files
        if missing
    ]


def _ended(accounts: list[Account], arguments: argparse.Namespace) -> int:
    """Tell the accounts; the worst outcome is the exit status."""
    if arguments.json:
        json.dump([account.to_dict() for account in accounts], sys.stdout, ensure_ascii=False, indent=2)
        print()
    for account in accounts:
        _tell(account, arguments)
    if any(account.refused for account in accounts):
        return 2
    return 1 if any(account.rejected or account.set_aside for account in accounts) else 0


def _one(
    store: Any, file: str, mapping: dict[str, str] | None, arguments: argparse.Namespace, line: waiting.Line
) -> Account:
    from data.importing.api import import_file

    try:
        return import_file(
            store,
            file,
            who=shared.who(),
            today=shared.today(store),
            kind=arguments.kind,
            mapping=mapping,
            date_order=arguments.date_order,
            decimal=arguments.decimal,
            encoding=arguments.encoding,
            backfill=arguments.backfill,
            dry_run=arguments.dry_run,
            long_text=True,
            told=line.tell,
        )
    except TroughlineError as problem:
        return Account(file=file, kind=arguments.kind, refused=str(problem))
    finally:
        line.clear()


def _mapping(pairs: list[str]) -> dict[str, str] | None:
    mapping = {}
    for pair in pairs:
        field, equals, header = pair.partition("=")
        if not equals or not field or not header:
            raise TroughlineError(f"--map {pair!r}: expected FIELD=HEADER, such as value=Result.")
        mapping[field.strip()] = header
    return mapping or None


def _tell(account: Account, arguments: argparse.Namespace) -> None:
    if account.refused:
        shared.say(f"{account.file}: refused, nothing stored. {account.refused}")
        return
    if not arguments.json:
        parts = [
            f"{getattr(account, name)} {name.replace('_', ' ')}"
            for name in OUTCOMES
            if getattr(account, name)
        ]
        stand = "dry run, nothing stored" if account.import_id is None else f"import {account.import_id}"
        read_as = shared.kinds(account.kind or "", account.form)
        rows = f"{account.rows} row{'' if account.rows == 1 else 's'}"
        print(
            shared.printable(f"{account.file}: {read_as}, {rows}: {shared.listed(parts) or 'none'} ({stand})")
        )
    if account.new_patients:
        known = "" if "patients" in account.kinds else ", known by id only"
        shared.say(f"  new patients{known}: {shared.listed(account.new_patients[:20])}")
    if account.ignored_columns:
        shared.say(f"  ignored columns: {shared.listed(account.ignored_columns)}")
    if account.not_monitored_tests:
        tests = (f"{name} ({count})" for name, count in account.not_monitored_tests.items())
        shared.say(f"  not monitored: {shared.listed(tests)}")
    for note in account.notes:
        shared.say(f"  {note}")
    for problem in account.problems[:SHOWN_PROBLEMS]:
        where = f"row {problem.row}" if problem.row is not None else "file"
        column = f", column {problem.column}" if problem.column else ""
        value = f"{problem.value!r} " if problem.value else ""
        shared.say(f"  {where}{column}: {value}{problem.outcome.replace('_', ' ')}: {problem.reason}")
    if len(account.problems) > SHOWN_PROBLEMS:
        shared.say(f"  … and {len(account.problems) - SHOWN_PROBLEMS} more; --json lists them all")
