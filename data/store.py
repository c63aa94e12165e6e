"""The DuckDB store: open, migrate, read, write. One connection a process, a cursor a query, one writer at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
import pandas as pd
import platformdirs

from data.errors import TroughlineError
from data.readings import Readings
from data.recovering import take_away_unfinished
from data.texts import store as texts

RECORD_TABLES = {
    "labs": "results",
    "doses": "doses",
    "symptoms": "symptoms",
    "transplants": "transplants",
    "patients": "patients",
    "targets": "targets",
    "events": "events",
}
_IMPORTED = (*RECORD_TABLES.values(), "set_aside", "patient_references")


def default_path() -> Path:
    """Where the clinic's store lives unless told otherwise: TROUGHLINE_STORE, else the user's data directory."""
    named = os.environ.get("TROUGHLINE_STORE")
    return Path(named) if named else Path(platformdirs.user_data_dir("troughline")) / "clinic.duckdb"


class Store:
    """An open store. Close it, or use it as a context manager; a second process is refused while it is open."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._writing = threading.Lock()
        self.version: int = self._newest_change()
        """Grows with every committed change; caches are keyed by it."""
        self._closed_because = ""
        self._facts: tuple[int, dict[str, str]] = (-1, {})
        self._readings = Readings()
        self.cores = int(self.value("SELECT current_setting('threads')"))
        """How many cores the engine uses when nothing is asked side by side."""
        self._sharing = 0
        self._sharing_guard = threading.Lock()

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True, time_zone: str | None = None) -> Store:
        """Open the store at path, making and migrating it as needed.

        time_zone (IANA name) is recorded when the store is made; default: the machine's.
        Raises TroughlineError when the file is missing (create=False), in use elsewhere, or not a store.
        """
        path = Path(path).expanduser().absolute()
        if not path.exists():
            if not create:
                raise TroughlineError(texts.NO_STORE.format(path=path))
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.umask(
            0o077
        )  # the store, its log and its spill files hold patients' data; DuckDB makes some of them later
        connection = _connect(path)
        try:
            _migrate(connection)
            _record_time_zone(connection, time_zone)
            take_away_unfinished(connection, _IMPORTED, utc_now())
            return cls(path, connection)
        except duckdb.Error as error:  # a damaged page shows itself at its first read
            connection.close()
            raise TroughlineError(texts.NOT_A_STORE.format(path=path)) from error
        except BaseException:
            connection.close()
            raise

    @classmethod
    def in_memory(cls, time_zone: str, *, name: str = ":memory:", threads: int | None = None) -> Store:
        """An empty store that ends with this object: holds one bucket of a registry, or one patient of it.

        name stands for its path where caches are keyed by it; threads: of its engine (default: one a core).
        """
        connection = duckdb.connect(":memory:", config={"threads": threads} if threads else {})
        _lock_down(connection)
        _migrate(connection)
        _record_time_zone(connection, time_zone)
        return cls(Path(name), connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything to the file and let other processes open it."""
        self._connection.close()

    def close_for_writing(self, why: str) -> None:
        """From now on every transaction is refused with this sentence."""
        self._closed_because = why

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: temp tables made on it are seen by it alone. Close it when done."""
        return self._connection.cursor()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for reading that may take long. Raises TroughlineError once stop_reading was called, also in its midst."""
        with self.cursor() as cursor, self._readings.one(cursor):
            yield cursor

    @contextmanager
    def side_by_side(self, readings: int) -> Iterator[None]:
        """For so many readings at one time: meanwhile every query takes its share of the cores, and fights none for the rest."""
        self._share(1, max(1, self.cores // readings))
        try:
            yield
        finally:
            with suppress(duckdb.ConnectionException):  # closed meanwhile: nothing to give back
                self._share(-1, self.cores)

    def _share(self, more: int, threads: int) -> None:
        with self._sharing_guard, self.cursor() as cursor:
            self._sharing += more
            if self._sharing == max(more, 0):  # the first to begin, the last to end
                cursor.execute(f"SET threads = {threads}")

    def stop_reading(self) -> None:
        """End every reading, and let no other begin; returns when they have ended."""
        self._readings.stop()

    def read(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer to one query; $name in sql is bound from parameters."""
        with self.cursor() as cursor:
            return cursor.execute(sql, dict(parameters or {})).df()

    def value(self, sql: str, parameters: Mapping[str, object] | None = None) -> Any:
        """The first column of the first row of the answer, or None."""
        with self.cursor() as cursor:
            row = cursor.execute(sql, dict(parameters or {})).fetchone()
        return row[0] if row else None

    @contextmanager
    def transaction(self, who: str, what: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """All or nothing: yields the cursor to write with and records who changed what (no patient values)."""
        if self._closed_because:
            raise TroughlineError(self._closed_because)
        with self._writing, self.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute(
                    "INSERT INTO changes VALUES ($id, $at, $who, $what)",
                    {"id": self.version + 1, "at": utc_now(), "who": who, "what": what},
                )
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a failed COMMIT has already rolled back
                    cursor.execute("ROLLBACK")
                raise
            self.version += 1

    @property
    def time_zone(self) -> ZoneInfo:
        """The clinic's time zone, recorded when the store was made."""
        zone = self.clinic_fact("time_zone")
        assert zone is not None, "recorded when the store is made"
        return ZoneInfo(zone)

    def clinic_fact(self, key: str) -> str | None:
        """One fact of this store, such as simulated or last_day; read once for each version."""
        version = self.version  # before the reading: a change that comes meanwhile is read again
        known_at, facts = self._facts
        if known_at != version:
            with self.cursor() as cursor:
                facts = dict(cursor.execute("SELECT key, value FROM clinic").fetchall())
            self._facts = (version, facts)
        return facts.get(key)

    def _newest_change(self) -> int:
        return int(self.value("SELECT coalesce(max(change_id), 0) FROM changes"))


def utc_now() -> datetime:
    """This moment in UTC without its zone, as the store keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise TroughlineError(texts.OPEN_ELSEWHERE.format(path=path)) from error
        raise TroughlineError(texts.NOT_A_STORE.format(path=path)) from error
    except duckdb.Error as error:
        raise TroughlineError(texts.NOT_A_STORE.format(path=path)) from error
    folder = str(path.parent).replace("'", "''")
    try:
        connection.execute(f"SET allowed_directories = ['{folder}']")
    except duckdb.InvalidInputException as error:
        # locked down already: this process has it open, and both connections would share one engine
        connection.close()
        raise TroughlineError(texts.OPEN_ELSEWHERE.format(path=path)) from error
    _lock_down(connection)
    return connection


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """No file outside the store's folder, no network, no extension from elsewhere."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET autoinstall_known_extensions = false")


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name VARCHAR, applied_at TIMESTAMP)"
    )
    row = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    done = row[0] if row else 0
    scripts = sorted(
        (f for f in (files("data") / "schema").iterdir() if f.name.endswith(".sql")), key=lambda f: f.name
    )
    if done > int(scripts[-1].name[:3]):
        raise TroughlineError(texts.NEWER_STORE)
    for script in scripts:
        number = int(script.name[:3])
        if number <= done:
            continue
        connection.execute("BEGIN")
        connection.execute(script.read_text(encoding="utf-8"))
        connection.execute(
            "INSERT INTO migrations VALUES ($n, $name, $at)",
            {"n": number, "name": script.name, "at": utc_now()},
        )
        connection.execute("COMMIT")


def _record_time_zone(connection: duckdb.DuckDBPyConnection, time_zone: str | None) -> None:
    if connection.execute("SELECT 1 FROM clinic WHERE key = 'time_zone'").fetchone():
        return
    name = time_zone or _machine_time_zone()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise TroughlineError(texts.TIME_ZONE.format(name=name)) from error
    connection.execute("INSERT INTO clinic VALUES ('time_zone', $zone)", {"zone": name})


def _machine_time_zone() -> str:
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        return named
    target = os.path.realpath("/etc/localtime")
    return target.split("/zoneinfo/", 1)[1] if "/zoneinfo/" in target else "UTC"
