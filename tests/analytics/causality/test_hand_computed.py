"""What the record says of a dose and a pain, worked out by hand from the definitions (hand_computed/*.txt), against what is found.

dose_response, dechallenge, rechallenge, earlier_reaction: yes, no, unknown. same_week: what is named beside the last change of a
CNI before the onset. card: what the evidence card names as changed that week. judged: the same for an assessment. Days are
counted from the transplant; every case is also a second patient to the others.
"""

# ruff: noqa: E402  (the reader of text tables lies beside the cases that use it too)
from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

sys.path[:0] = [str(Path(__file__).parents[2] / "cases")]

from case_files import Case, CaseFile, Row, read

from analytics.causality import assess
from analytics.evidence import evidence_card
from analytics.record import PatientRecord, patient_record
from analytics.timing import onset_timing
from data.demo.loading import write_csv
from data.importing.api import import_file, undo
from data.store import Store

READ_ON = date(2030, 1, 1)

TABLES = sorted((Path(__file__).parent / "hand_computed").glob("*.txt"))
assert TABLES
CASES = [case for table in TABLES for case in read(table).cases]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All cases in one clinic."""
    folder = tmp_path_factory.mktemp("hand_computed")
    with Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin") as clinic:
        for (_, kind), rows in CaseFile("", CASES).rows().items():
            _import(clinic, folder / f"{kind}.csv", kind, rows)
        yield clinic


def _import(clinic: Store, path: Path, kind: str, rows: list[Row]) -> int:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    write_csv(path, [dict.fromkeys(columns, "") | row for row in rows])
    account = import_file(clinic, path, who="test", today=READ_ON, kind=kind, backfill=True)
    assert account.stored == account.rows, (account.refused, account.problems)
    assert account.import_id is not None
    return account.import_id


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_what_is_found_is_what_was_worked_out(store: Store, case: Case) -> None:
    first = next(row for kind, row in case.records if kind == "symptoms")
    key = "|".join(first[name] for name in ("symptom", "site", "onset_on"))
    asked = [(question.as_of, wanted) for question in case.questions for wanted in question.expected]
    assert asked
    for as_of, wanted in asked:
        found = _found(patient_record(store, case.patient_id, as_of), key)
        assert {told: found[told] for told in wanted} == wanted, as_of


def _found(record: PatientRecord, key: str) -> Row:
    judged, card, timing = assess(record, key), evidence_card(record, key), onset_timing(record)
    assert card
    own = timing[(timing["symptom_key"] == key) & (timing["drug_class"] == "cni")]
    beside = own.sort_values("lag_days")["same_week"]
    return {
        "dose_response": judged.dose_response.answer,
        "dechallenge": judged.dechallenge.answer,
        "rechallenge": judged.rechallenge.answer,
        "earlier_reaction": judged.naranjo.set_index("number").loc[9, "answer"],
        "same_week": (beside.iloc[0] if len(beside) else "") or "nothing",
        "card": _named(card.confounders),
        "judged": _named(judged.confounders),
    }


def _named(confounders: pd.DataFrame) -> str:
    return "; ".join(sorted(confounders["text"])) or "nothing"


def test_what_was_taken_back_with_its_import_is_not_named(clinic_store: Store, tmp_path: Path) -> None:
    rows = [
        ("tacrolimus", "5", "2024-01-31", "2024-03-26"),
        ("tacrolimus", "7", "2024-03-27", ""),
        ("diltiazem", "120", "2024-03-28", ""),
    ]
    columns = ("drug", "dose", "started_on", "stopped_on")
    doses = [
        {"patient_id": "P1", "dose_unit": "mg", "frequency": "once_daily"}
        | dict(zip(columns, row, strict=True))
        for row in rows
    ]
    pain = {"patient_id": "P1", "symptom": "pain", "site": "foot", "onset_on": "2024-04-06", "severity": "7"}
    _import(clinic_store, tmp_path / "doses.csv", "doses", doses[:2])
    _import(clinic_store, tmp_path / "symptoms.csv", "symptoms", [pain])
    wrong = _import(clinic_store, tmp_path / "wrong.csv", "doses", doses[2:])

    def card() -> str:
        return _found(patient_record(clinic_store, "P1", date(2024, 4, 20)), "pain|foot|2024-04-06")["card"]

    assert card() == "diltiazem started; tacrolimus 5 → 7 mg/day"
    undo(clinic_store, wrong, who="test", today=READ_ON)
    assert card() == "tacrolimus 5 → 7 mg/day"
