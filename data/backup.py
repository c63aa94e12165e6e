"""Backups: a consistent copy of the store this process has open, checked before it counts; and the way back."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

import duckdb

from data.errors import TroughlineError, why
from data.store import Store, utc_now
from data.texts import store as texts
from data.verifying import Sums, Verification, examine, sums, verify

__all__ = ["backup", "restore", "verify"]


def backup(store: Store, file: str | Path) -> Verification:
    """Write everything that is on record at this moment to file, then read the copy back and compare it.

    Other threads may go on writing meanwhile; the copy holds one moment. The file appears only when it is complete.
    Raises TroughlineError when file exists already, cannot be written, or does not read back as it was written.
    """
    file = Path(file).expanduser().absolute()
    if file.exists():
        raise TroughlineError(texts.BACKUP_EXISTS.format(file=file))
    if not file.parent.is_dir():
        raise TroughlineError(texts.NO_PLACE.format(folder=file.parent))
    # DuckDB may write beside the store only: the copy is made there and moved
    beside = store.path.with_name(f".{store.path.stem}-backup-{secrets.token_hex(4)}.duckdb")
    arriving = file.with_name(f".{file.name}.arriving")
    try:
        expected = _copy(store, beside)
        _place(beside, arriving)
        found = _examine_file(arriving)
        if found.sums != expected or not found.ok:
            raise TroughlineError(texts.NOT_READ_BACK.format(file=file))
        os.replace(arriving, file)
    except OSError as error:
        raise TroughlineError(texts.NOT_WRITTEN.format(file=file, problem=why(error))) from error
    finally:
        for path in (beside, _log(beside), arriving, _log(arriving)):
            path.unlink(missing_ok=True)
    return found


def restore(file: str | Path, path: str | Path) -> Path | None:
    """Put the backup file in the place of the store at path; what stood there is kept beside it under a dated name.

    Returns where that is; None where nothing stood.

    Raises TroughlineError when the backup is missing or damaged, or when the store at path is open somewhere.
    """
    file, path = Path(file).expanduser().absolute(), Path(path).expanduser().absolute()
    if not file.is_file():
        raise TroughlineError(texts.NO_BACKUP.format(file=file))
    found = _examine_file(file)
    if not found.ok:
        raise TroughlineError(texts.DAMAGED_BACKUP.format(file=file, problem=found.problems[0]))
    _refuse_when_open(path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = path.with_name(f".{path.name}.arriving")
    try:
        _place(file, arriving)
        stamp = f"{utc_now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        kept = path.with_name(path.name.replace(path.stem, f"{path.stem}-before-restore-{stamp}", 1))
        stood = path.exists()
        # a log left behind would be replayed into the restored file
        for old, beside in ((path, kept), (_log(path), _log(kept))):
            if old.exists():
                os.replace(old, beside)
        os.replace(arriving, path)
    except OSError as error:
        raise TroughlineError(texts.NOT_RESTORED.format(path=path, problem=why(error))) from error
    finally:
        arriving.unlink(missing_ok=True)
    return kept if stood else None


def _copy(store: Store, target: Path) -> Sums:
    """Copy the store into a new database file, in one transaction; the sums are of the very moment copied."""
    name = f"backup_{secrets.token_hex(4)}"
    quoted = str(target).replace("'", "''")  # ATTACH and COPY FROM DATABASE take no bound values
    try:
        with store.cursor() as cursor:
            row = cursor.execute("SELECT current_database()").fetchone()
            assert row is not None
            source = str(row[0]).replace('"', '""')
            cursor.execute(f"ATTACH '{quoted}' AS {name}")
            try:
                cursor.execute("BEGIN")
                expected = sums(cursor)
                cursor.execute(f'COPY FROM DATABASE "{source}" TO {name}')
                cursor.execute("COMMIT")
            finally:
                cursor.execute(f"DETACH {name}")
    except duckdb.Error as error:
        raise TroughlineError(
            texts.NOT_COPIED.format(path=store.path, problem=type(error).__name__)
        ) from error
    return expected


def _place(source: Path, target: Path) -> None:
    """Copy a file so that it is on the disk, for its owner only."""
    with (
        source.open("rb") as read,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as write,
    ):
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())


def _examine_file(file: Path) -> Verification:
    """Verify a database file that nobody has open, without changing it."""
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            connection.execute("SET enable_external_access = false")
            connection.execute("BEGIN")
            return examine(connection)
    except (duckdb.Error, UnicodeDecodeError) as error:
        return Verification(problems=[texts.NOT_OPENED.format(problem=type(error).__name__)])


def _refuse_when_open(path: Path) -> None:
    if not path.exists():
        return
    try:
        duckdb.connect(str(path)).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise TroughlineError(texts.STOP_FIRST.format(path=path)) from error
        # damaged: that is what the backup is for


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
