"""A watched folder: files that arrive are imported and moved to done/ or problems/ with their account beside them."""

from __future__ import annotations

import csv
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from data.errors import TroughlineError
from data.importing import api
from data.importing.account import Account
from data.store import Store
from data.texts import store as texts

DONE, PROBLEMS = "done", "problems"
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".partial")
_PROBLEM_COLUMNS = ("row", "column", "value", "reason", "outcome")
_Stamp = tuple[int, int]


def watch(
    store: Store,
    folder: str | Path,
    who: str,
    today_fn: Callable[[], date],
    once: bool = False,
    *,
    every_s: float = 2.0,
    stop: threading.Event | None = None,
    told: Callable[[Account, Path], None] | None = None,
) -> list[Account]:
    """Import each file of folder once it is complete, which is when its size and time stay the same for every_s seconds.

    once: handle what is there and return; else go on until stop is set. told gets each account and where its file went.
    A file goes to done/ when every row was taken, known or not monitored, else to problems/, with NAME.account.json and,
    where rows have problems, NAME.problems.csv. Hidden, half-written (.part, .tmp) and linked files are left alone.
    Raises TroughlineError when the folder cannot be read or written.
    """
    folder = Path(folder).expanduser().absolute()
    _prepare(folder)
    stop = stop or threading.Event()
    accounts: list[Account] = []
    before: dict[Path, _Stamp] = _arrived(folder)
    while not stop.wait(every_s):
        now = _arrived(folder)
        for path, stamp in sorted(now.items()):
            if before.get(path) == stamp:
                account = _take_in(store, path, who, today_fn())
                target = _move(path, account)
                accounts.append(account)
                if told is not None:
                    told(account, target)
                if stop.is_set():
                    break
        if once:
            break
        accounts.clear()  # a folder is watched for months
        before = _arrived(folder)
    return accounts


def _prepare(folder: Path) -> None:
    if not folder.is_dir():
        raise TroughlineError(texts.NO_FOLDER.format(folder=folder))
    try:
        for name in (DONE, PROBLEMS):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise TroughlineError(texts.FOLDER_LOCKED.format(folder=folder)) from error


def _arrived(folder: Path) -> dict[Path, _Stamp]:
    found: dict[Path, _Stamp] = {}
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise TroughlineError(texts.FOLDER_GONE.format(folder=folder)) from error
    for entry in entries:
        name = entry.name
        if name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED) or entry.is_symlink():
            continue
        try:
            if entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                found[Path(entry.path)] = (status.st_size, status.st_mtime_ns)
        except FileNotFoundError:  # taken away meanwhile
            continue
    return found


def _take_in(store: Store, path: Path, who: str, today: date) -> Account:
    try:
        return api.import_file(store, path, who=who, today=today, file_name=path.name, long_text=True)
    except TroughlineError as error:
        return Account(file=path.name, refused=str(error))
    except OSError:
        return Account(file=path.name, refused=texts.FILE_NOT_READ)
    except (
        Exception
    ) as defect:  # one file must not stop the files after it; the text of a defect could hold values
        return Account(
            file=path.name,
            refused=texts.IMPORT_FAILED.format(problem=type(defect).__name__),
        )


def _move(path: Path, account: Account) -> Path:
    """Put the file and its account away; never over one that is there already."""
    troubled = bool(account.refused or account.rejected or account.set_aside)
    home = path.parent / (PROBLEMS if troubled else DONE)
    number, name = 1, path.name
    while (home / name).exists() or (home / f"{name}.account.json").exists():
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    # the account first: after a crash between the two the file is imported again, and every row is then a duplicate
    _write(
        home / f"{name}.account.json",
        json.dumps(account.to_dict(), ensure_ascii=False, indent=1, default=str),
    )
    if account.problems:
        _write_problems(home / f"{name}.problems.csv", account)
    target = home / name
    with suppress(PermissionError):  # another user's file can be moved, not changed; the folder is ours alone
        path.chmod(0o600)
    path.rename(target)
    return target


def _write(path: Path, text: str) -> None:
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        file.write(text)


def _write_problems(path: Path, account: Account) -> None:
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file)
        writer.writerow(_PROBLEM_COLUMNS)
        for problem in account.problems:
            cells = (problem.row, problem.column, problem.value, problem.reason, problem.outcome)
            writer.writerow(["" if c is None else _inert(str(c)) for c in cells])


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula becomes text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
