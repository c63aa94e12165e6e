"""Few patients on statements planned once: the answers of the ordinary road, whoever was asked about before."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, cast

import duckdb
import pyarrow as pa
import pytest

from analytics import catalogue, few, kept_run, planned
from analytics.alerts import Evaluation, evaluate, everybody, judge
from analytics.evaluator import Evaluator
from analytics.few import evaluate_few, keep
from analytics.kept_run import KeptRun
from analytics.runner import MEASURES, RECORDS, VIEWS, sql
from analytics.settings import load
from data.demo import build
from data.demo.rows import LAST_DAY
from data.entering import enter
from data.importing.undoing import undo
from data.store import RECORD_TABLES, Store

pytestmark = pytest.mark.all_cores

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
    monkeypatch.setattr(few, "_kept", None)


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


def test_one_thread_where_there_is_one_core(demo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "cores", 1)
    keep(demo, LAST_DAY, None, SETTINGS)
    for patient in everybody(demo)[::20]:
        alone = evaluate_few(demo, LAST_DAY, known_on=None, patients=[patient], settings=SETTINGS)
        assert same(alone, evaluate(demo, LAST_DAY, patients=[patient])), patient


def test_asked_at_the_same_time(demo: Store) -> None:
    keep(demo, LAST_DAY, None, SETTINGS)
    patients = everybody(demo)[::5]

    def alone(patient: str) -> Evaluation:
        return evaluate_few(demo, LAST_DAY, known_on=None, patients=[patient], settings=SETTINGS)

    expected = [alone(patient) for patient in patients]
    with ThreadPoolExecutor(4) as readers:
        found = list(readers.map(alone, patients))
    assert [p for p, one, other in zip(patients, expected, found, strict=True) if not same(one, other)] == []


def test_a_rule_whose_answers_another_reads_reads_none() -> None:
    readers = [rule for rule in catalogue.rules() if rule.reads]
    assert readers
    for rule in readers:
        assert not any(catalogue.rule(name).reads for name in rule.reads), rule.name
        assert rule.kind != "results"
        assert all(catalogue.rule(name).kind != "results" for name in rule.reads)


STATEMENTS = {
    **{name: sql("records", name) for name in RECORDS},
    **{name: sql("measures", name) for name in MEASURES},
    **{rule.name: rule.sql for rule in catalogue.rules()},
}
NEEDED = {name: planned.needed(text) for name, text in STATEMENTS.items() if planned.needed(text)}


@pytest.mark.parametrize("name", NEEDED)
def test_a_statement_is_empty_without_what_its_header_says(name: str) -> None:
    """The engine's own plan proves it, whatever the other tables hold."""
    engine = KeptRun(LAST_DAY, None, "UTC", SETTINGS)
    assert not gives_nothing(plan(engine, STATEMENTS[name]))
    for table in NEEDED[name]:
        engine.cursor.execute(f"ALTER TABLE {table} RENAME TO full_{table}")
        engine.cursor.execute(f"CREATE VIEW {table} AS SELECT * FROM full_{table} WHERE false")
    assert gives_nothing(plan(engine, STATEMENTS[name]))


def plan(engine: KeptRun, select: str) -> dict[str, Any]:
    """A statement's plan, made without a look at what the tables hold."""
    engine.cursor.execute("SET disabled_optimizers = 'statistics_propagation'")
    told = engine.execute(f"EXPLAIN (FORMAT json) {select}").fetchall()[0][1]
    return cast(dict[str, Any], json.loads(told)[0])


def gives_nothing(operator: dict[str, Any]) -> bool:
    """Whether an operator of a plan can give no row; only where that is certain."""
    inputs = [gives_nothing(one) for one in operator["children"]]
    kind, join = operator["name"].strip(), operator["extra_info"].get("Join Type")
    if kind in ("PROJECTION", "FILTER", "HASH_GROUP_BY"):
        return inputs[0]
    if kind.endswith("_JOIN"):
        return any(inputs) if join == "INNER" else join in ("LEFT", "SEMI", "ANTI", "MARK") and inputs[0]
    return kind == "EMPTY_RESULT" or (kind == "UNION" and all(inputs))


def test_only_tables_that_are_known_stand_in_those_headers() -> None:
    known = {
        *RECORDS,
        *MEASURES,
        *(f"scope_{table}" for table in RECORD_TABLES.values()),
    } - VIEWS
    assert {table for tables in NEEDED.values() for table in tables} <= known


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
    found = evaluate_few(clinic_store, LAST_DAY, known_on=None, patients=["P1"], settings=SETTINGS)
    assert same(found, evaluate(clinic_store, LAST_DAY, patients=["P1"]))  # with rows in one table only


def test_an_evaluation_that_fails_leaves_nothing_to_the_next() -> None:
    run = KeptRun(LAST_DAY, None, "UTC", SETTINGS)
    people = pa.table({"number": pa.array([0], pa.int32()), "patient_id": ["P1"]})

    def fill(cursor: duckdb.DuckDBPyConnection) -> None:
        kept_run.insert(cursor, "INSERT INTO people SELECT * FROM rows_given", people)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), run.about(["P1"], fill):
        pass
    with run.about(["P2"], lambda _: None) as this:
        assert this.execute("SELECT patient_id FROM people").fetchall() == [("P2",)]
        assert judge(this, LAST_DAY, None).alerts.empty
