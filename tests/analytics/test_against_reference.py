"""The SQL rules and the plain reference find the same alerts on made-up clinics that sit on the edges.

A sample runs always; TROUGHLINE_CLINICS=200 compares that many clinics, TROUGHLINE_FIRST_CLINIC=1000 others.
"""

# ruff: noqa: E402  (the reference lies beside the benchmarks that use it too)
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]

from plain_rules import reference_alerts, reference_answers
from random_clinic import clinic
from record_writer import Entry, Import, write

from analytics.alerts import evaluate
from data.store import Store

pytestmark = pytest.mark.all_cores

FIRST = int(os.environ.get("TROUGHLINE_FIRST_CLINIC", "0"))
CLINICS = range(FIRST, FIRST + int(os.environ.get("TROUGHLINE_CLINICS", "2")))
COLUMNS = [
    "patient_id",
    "rule",
    "severity",
    "status",
    "began_on",
    "latest_on",
    "ended_on",
    "symptom",
    "value",
]


def comparable(alerts: pd.DataFrame) -> list[tuple[str, ...]]:
    """One tuple of text an alert, sorted: what must agree to the letter."""

    def text(value: object) -> str:
        if value is None or value is pd.NaT or value != value:
            return ""
        if isinstance(value, pd.Timestamp):
            return value.date().isoformat()
        return f"{value:.6f}" if isinstance(value, float | int) else str(value)

    return sorted(tuple(text(v) for v in row) for row in alerts[COLUMNS].itertuples(index=False))


def differences(mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]]) -> str:
    """The alerts that only one side found."""
    lines = [f"only reference: {a}" for a in mine if a not in theirs]
    lines += [f"only evaluate:  {a}" for a in theirs if a not in mine]
    return "\n".join(sorted(lines, key=lambda line: line.split("(")[1]))


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        yield store


def filled(store: Store, seed: int, patients: int = 12) -> list[date]:
    imports, entries, asked = clinic(seed, patients)
    write(store, imports, entries)
    return asked


@pytest.mark.parametrize("seed", CLINICS)
def test_same_alerts_as_the_reference(empty_store: Store, seed: int) -> None:
    for as_of in filled(empty_store, seed)[1:]:
        mine, theirs = reference_alerts(empty_store, as_of), evaluate(empty_store, as_of).alerts
        assert comparable(mine) == comparable(theirs), differences(comparable(mine), comparable(theirs))


@pytest.mark.parametrize("seed", CLINICS)
def test_same_alerts_as_known_on_an_earlier_day(empty_store: Store, seed: int) -> None:
    as_of = filled(empty_store, seed)[-1]
    for known_on in (date(2024, 5, 1),):
        mine = reference_alerts(empty_store, as_of, known_on)
        theirs = evaluate(empty_store, as_of, known_on=known_on).alerts
        assert comparable(mine) == comparable(theirs), differences(comparable(mine), comparable(theirs))


@pytest.mark.parametrize("seed", CLINICS)
def test_same_answers_as_the_reference(empty_store: Store, seed: int) -> None:
    as_of = filled(empty_store, seed)[0]
    columns = ["patient_id", "rule", "answer"]
    mine = set(reference_answers(empty_store, as_of)[columns].itertuples(index=False, name=None))
    theirs = set(evaluate(empty_store, as_of).answers[columns].itertuples(index=False, name=None))
    assert mine - theirs == theirs - mine == set()


few = settings(max_examples=int(os.environ.get("TROUGHLINE_EXAMPLES", "2")), deadline=None,
               suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip


@few
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_order_of_rows_within_an_import_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: object
) -> None:
    imports, entries, asked = clinic(seed, 4)
    shuffled = list(entries)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    distinct = [e for e in shuffled if not _one_of_several_words(e, entries)]
    kept = [e for e in entries if not _one_of_several_words(e, entries)]
    assert _alerts(tmp_path_factory, imports, kept, asked[-1]) == _alerts(
        tmp_path_factory, imports, distinct, asked[-1]
    )


@few
@given(seed=st.integers(0, 10_000))
def test_one_patient_never_changes_another(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    imports, entries, asked = clinic(seed, 4)
    together = _alerts(tmp_path_factory, imports, entries, asked[-1])
    for patient_id in ("000", "003"):
        alone = [e for e in entries if e.fields["patient_id"] == patient_id]
        assert _alerts(tmp_path_factory, imports, alone, asked[-1]) == [
            a for a in together if a[0] == patient_id
        ]


@few
@given(seed=st.integers(0, 10_000), split=st.lists(st.booleans(), min_size=8, max_size=8))
def test_buckets_of_patients_give_the_same_alerts(
    tmp_path_factory: pytest.TempPathFactory, seed: int, split: list[bool]
) -> None:
    imports, entries, asked = clinic(seed, 8)
    with Store.open(tmp_path_factory.mktemp("buckets") / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        write(store, imports, entries)
        whole = comparable(evaluate(store, asked[-1]).alerts)
        parts: list[tuple[str, ...]] = []
        for side in (True, False):
            bucket = [f"{n:03d}" for n, where in enumerate(split) if where is side]
            parts += comparable(evaluate(store, asked[-1], patients=bucket).alerts)
        assert sorted(parts) == whole


def _alerts(
    folders: pytest.TempPathFactory, imports: list[Import], entries: list[Entry], as_of: date
) -> list[tuple[str, ...]]:
    with Store.open(folders.mktemp("clinic") / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        write(store, imports, entries)
        return comparable(evaluate(store, as_of).alerts)


def _one_of_several_words(entry: Entry, entries: list[Entry]) -> bool:
    """Whether the order of import decides: more than one row for the same moment, follow-up day or target."""

    def moment(one: Entry) -> tuple[object, ...]:
        f = one.fields
        day = f.get("recorded_on") or f.get("onset_on") or f.get("collected_at") or f.get("from_on")
        return (one.table, f["patient_id"], f.get("site"), f.get("onset_on"), day)

    return (
        entry.table in ("results", "symptoms", "targets")
        and sum(moment(e) == moment(entry) for e in entries) > 1
    )
