"""Few patients on statements planned once: the answers of the ordinary road, whoever was asked about before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import duckdb
import pyarrow as pa
import pytest

from analytics import kept_run
from analytics.alerts import Evaluation, evaluate, everybody, judge
from analytics.evaluator import Evaluator
from analytics.kept_run import KeptRun, evaluate_few, keep
from analytics.settings import load
from data.demo import build
from data.demo.rows import LAST_DAY
from data.entering import enter
from data.importing.undoing import undo
from data.store import Store

SETTINGS = load()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration clinic with an import that was taken back."""
    with Store.open(tmp_path_factory.mktemp("demo") / "demo.duckdb", time_zone="Europe/Berlin") as store:
        build(store)
        undo(store, 3, who="t", today=LAST_DAY)
        yield store


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test plans for itself."""
    monkeypatch.setattr(kept_run, "_kept", None)


def same(one: Evaluation, other: Evaluation) -> bool:
    """Whether both say the same, column by column."""
    return (
        one.alerts.astype("object").equals(other.alerts.astype("object"))
        and one.not_clear.equals(other.not_clear)
        and one.patients == other.patients
    )


@pytest.mark.parametrize(
    "known", [False, True], ids=["today", "as known on a day before the import was taken back"]
)
def test_every_patient_after_every_other(demo: Store, known: bool) -> None:
    known_on = LAST_DAY - timedelta(1) if known else None
    whole = Evaluator(demo, SETTINGS)
    whole.at(LAST_DAY, known_on)
    keep(demo, LAST_DAY, known_on, SETTINGS)
    patients = [*everybody(demo), "nobody", ""]
    random.Random(7).shuffle(patients)
    other = []
    for patient in patients:
        alone = evaluate_few(demo, LAST_DAY, known_on=known_on, patients=[patient], settings=SETTINGS)
        if not same(alone, whole.of(patient, LAST_DAY, known_on)):
            other.append(patient)
    assert other == []


def test_some_together_and_named_twice(demo: Store) -> None:
    keep(demo, LAST_DAY, None, SETTINGS)
    some = [*everybody(demo)[:5], "nobody", everybody(demo)[0]]
    found = evaluate_few(demo, LAST_DAY, known_on=None, patients=some, settings=SETTINGS)
    assert same(found, evaluate(demo, LAST_DAY, patients=some))
    assert not found.alerts.empty


def test_another_day_is_not_answered_with_the_plans_of_this_one(demo: Store) -> None:
    keep(demo, LAST_DAY, None, SETTINGS)
    before, patients = LAST_DAY - timedelta(200), ["CIPS-1", *everybody(demo)[-2:]]
    found = evaluate_few(demo, before, known_on=None, patients=patients, settings=SETTINGS)
    assert same(found, evaluate(demo, before, patients=patients))


def test_an_entry_is_seen_at_once(clinic_store: Store) -> None:
    keep(clinic_store, LAST_DAY, None, SETTINGS)
    lab = {"test": "calcium", "collected_at": LAST_DAY.isoformat(), "value": "15", "unit": "mg/dL"}

    def rules() -> list[str]:
        found = evaluate_few(clinic_store, LAST_DAY, known_on=None, patients=["P1"], settings=SETTINGS)
        return list(found.alerts["rule"])

    assert rules() == []
    enter(clinic_store, "labs", [{"patient_id": "P1", **lab}], who="t", today=LAST_DAY)
    assert "hypercalcaemia_severe" in rules()


def test_an_evaluation_that_fails_leaves_nothing_to_the_next() -> None:
    run = KeptRun(LAST_DAY, None, "UTC", SETTINGS)
    people = pa.table({"number": pa.array([0], pa.int32()), "patient_id": ["P1"]})

    def fill(cursor: duckdb.DuckDBPyConnection) -> None:
        kept_run.insert(cursor, "INSERT INTO people SELECT * FROM rows_given", people)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), run.about(["P1"], fill):
        pass
    with run.about(["P2"], lambda _: None) as this:
        assert this.cursor.execute("SELECT patient_id FROM people").fetchall() == [("P2",)]
        assert judge(this, LAST_DAY, None).alerts.empty
