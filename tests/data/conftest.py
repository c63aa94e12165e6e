"""What the tests of imports share: a store in Berlin, a file that is imported into it, and what stands then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.account import OUTCOMES, Account
from data.importing.api import import_file
from data.importing.readers.sniffing import sniff
from data.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def store(clinic_store: Store) -> Store:
    """An empty store of a clinic in Berlin."""
    return clinic_store


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Callable[..., Account]:
    """Imports a text as a file; the account must balance."""

    def run(text: str | bytes, name: str = "file.csv", **options: object) -> Account:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        account = import_file(store, path, who="test", today=TODAY, **options)  # type: ignore[arg-type]
        assert account.rows == sum(getattr(account, name) for name in OUTCOMES)
        return account

    return run


@pytest.fixture
def standing(store: Store) -> Callable[[], list[tuple[object, ...]]]:
    """Asks for the results that count: patient, analyte, comparator, value."""

    def read() -> list[tuple[object, ...]]:
        with store.cursor() as cursor:
            return cursor.execute("""
                SELECT patient_id, analyte, comparator, value FROM (
                    SELECT * FROM results WHERE import_id NOT IN (SELECT import_id FROM import_undos)
                    QUALIFY row_number() OVER (
                        PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
                        ORDER BY CASE status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
                            coalesce(reported_at, collected_at) DESC, record_id DESC) = 1)
                WHERE status NOT IN ('cancelled', 'wrong_patient') ORDER BY ALL""").fetchall()

    return read


@pytest.fixture
def within_cpu() -> Callable[[float], AbstractContextManager[None]]:
    """Limits the processor time of a block, this process and its children together: true on a busy machine too."""

    @contextmanager
    def limit(seconds: float) -> Iterator[None]:
        before = sum(os.times()[:4])
        yield
        assert sum(os.times()[:4]) - before < seconds

    return limit


@pytest.fixture
def refused(within_cpu: Callable[[float], AbstractContextManager[None]]) -> Callable[[Path], str]:
    """The reason for which a file is refused; it must be, and in time (10 s for the child, and a little for us)."""

    def read(path: Path) -> str:
        with within_cpu(12), pytest.raises(TroughlineError) as caught:
            sandbox.read(path, sniff(path))
        return str(caught.value)

    return read
