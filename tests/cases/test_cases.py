"""Every clinical case against the rules and against the plain reference, through the real import."""

# ruff: noqa: E402  (the reference lies beside the benchmarks that use it too)
from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]

from case_files import Case, CaseFile, Question, read
from plain_rules import reference_alerts, reference_answers

import data
from analytics.alerts import evaluate
from data.importing.api import import_file
from data.store import Store

HERE = Path(__file__).parent
FILES = {path.stem: read(path) for path in sorted(HERE.glob("*.txt"))}
CASES = [(name, number) for name, one in FILES.items() for number in range(len(one.cases))]
HISTORY_CAME_ON = date(2030, 1, 1)
Found = tuple[pd.DataFrame, pd.DataFrame]  # alerts, answers


def by_evaluate(store: Store, as_of: date, known_on: date | None) -> Found:
    found = evaluate(store, as_of, known_on=known_on)
    return found.alerts, found.answers


def by_reference(store: Store, as_of: date, known_on: date | None) -> Found:
    return reference_alerts(store, as_of, known_on), reference_answers(store, as_of, known_on)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Found]]:
    """Answers for a file's store, each store and each day made once."""
    stores: dict[str, Store] = {}
    known: dict[tuple[object, ...], Found] = {}

    def ask(name: str, by: Callable[..., Found], question: Question) -> Found:
        if name not in stores:
            stores[name] = _stored(FILES[name], tmp_path_factory.mktemp(name))
        key = (name, by, question.as_of, question.known_on)
        if key not in known:
            known[key] = by(stores[name], question.as_of, question.known_on)
        return known[key]

    yield ask
    for store in stores.values():
        store.close()


@pytest.mark.parametrize("by", [by_evaluate, by_reference])
@pytest.mark.parametrize(("name", "number"), CASES, ids=[f"{n}: {FILES[n].cases[i].title}" for n, i in CASES])
def test_case(asked: Callable[..., Found], name: str, number: int, by: Callable[..., Found]) -> None:
    case = FILES[name].cases[number]
    wrong = []
    for question in case.questions:
        alerts, answers = asked(name, by, question)
        wrong += _wrong(case, question, alerts, answers)
    assert case.questions
    assert not wrong, "\n".join(wrong)


def _wrong(case: Case, question: Question, alerts: pd.DataFrame, answers: pd.DataFrame) -> list[str]:
    mine = alerts[alerts["patient_id"] == case.patient_id]
    told = answers[answers["patient_id"] == case.patient_id].set_index("rule")["answer"].to_dict()
    wrong = []
    for expected in question.expected:
        rule, answer = expected["rule"], expected["answer"]
        episodes = [_texts(e) for e in mine[mine["rule"] == rule].to_dict("records")]
        if not _as_expected(expected, episodes, told.get(rule)):
            seen = "; ".join(str({k: v for k, v in e.items() if v}) for e in episodes) or "no episode"
            wrong.append(f"as of {question.as_of} {rule}: expected {expected}, got {told.get(rule)}, {seen}")
        assert answer in ("fires", "ended", "clear", "cannot_tell", "never")
    return wrong


def _as_expected(expected: dict[str, str], episodes: list[dict[str, str]], told: str | None) -> bool:
    answer = expected["answer"]
    if answer == "never":
        return not episodes
    if answer in ("fires", "ended"):
        status = "open" if answer == "fires" else "ended"
        wanted = {k: v for k, v in expected.items() if k not in ("answer", "rule")} | {"status": status}
        found = any(all(e[k] == v for k, v in wanted.items()) for e in episodes)
        return found and (answer == "ended" or told == "fires")
    return told == answer and not any(e["status"] == "open" for e in episodes)


def _texts(episode: dict[str, object]) -> dict[str, str]:
    def text(value: object) -> str:
        if value is None or value is pd.NaT or value != value:
            return ""
        if isinstance(value, float):
            return f"{value:.6f}".rstrip("0").rstrip(".")
        return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)

    return {str(k): text(v) for k, v in episode.items()}


def _stored(cases: CaseFile, folder: Path) -> Store:
    store = Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin")
    if cases.demo_cases:
        for path in sorted((Path(data.__file__).parent / "demo" / "cases").glob("*.csv")):
            import_file(store, path, who="test", today=HISTORY_CAME_ON, backfill=True)
    for (came, kind), rows in cases.rows().items():
        path = folder / f"{came}-{kind}.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as lines:
            out = csv.DictWriter(lines, columns)
            out.writeheader()
            out.writerows(rows)
        account = import_file(
            store, path, who="test", today=came or HISTORY_CAME_ON, kind=kind, backfill=came is None
        )
        assert account.refused is None, account.refused
    return store
