"""FHIR R4 entries: each checked on its own, numbers with the digits they were written with."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.raw import RawTable
from data.importing.readers import fhir
from data.importing.readers.collecting import Collector, RefusedError
from data.importing.readers.sniffing import sniff

FILES = Path(__file__).parent / "files"
OBSERVATION: dict[str, Any] = {
    "resourceType": "Observation", "status": "final", "code": {"text": "Calcium"}, "subject": {"reference": "Patient/1"},
    "effectiveDateTime": "2026-01-14", "valueQuantity": {"value": 9.1, "unit": "mg/dL"},
}  # fmt: skip
DOSE: dict[str, Any] = {
    "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": {"reference": "Patient/1"},
    "medicationCodeableConcept": {"text": "Tacrolimus"}, "authoredOn": "2026-01-01",
}  # fmt: skip


def tables(name: str) -> dict[str, RawTable]:
    found = sandbox.read(FILES / name, sniff(FILES / name), {"time_zone": "Europe/Berlin"})
    return {str(t.kind): t for t in found}


def records(table: RawTable) -> list[dict[str, str]]:
    return [dict(zip(table.header, row.values(), strict=True)) for row in table.rows.to_pylist()]


def read(*resources: dict[str, Any] | str) -> dict[str, list[dict[str, str]]]:
    collector = Collector()
    text = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in resources)
    fhir.read(io.BytesIO(text.encode()), {"time_zone": "Europe/Berlin"}, collector)
    answer: dict[str, list[dict[str, str]]] = {"problems": []}
    for table in collector.tables:
        rows = zip(*table.columns, strict=True)
        answer[str(table.kind)] = [{h: c or "" for h, c in zip(table.header, r, strict=True)} for r in rows]
        answer["problems"] += [
            {"row": str(p[0]), "column": p[1], "value": p[2], "reason": p[3], "outcome": p[4]}
            for p in table.problems
        ]
    return answer


def test_a_bundle_becomes_native_rows_of_every_kind() -> None:
    found = tables("fhir_bundle.json")
    labs = records(found["labs"])
    assert found["labs"].row_numbers.to_pylist() == [1, 4, 4, 6, 7]
    assert labs[0] | {} == labs[0] | {
        "patient_id": "00123", "code": "11253-2", "collected_at": "2026-01-14T08:30:00+01:00", "value": "5.60",
        "unit": "ng/mL", "reference_low": "4.0", "reference_high": "11", "specimen_id": "S9001", "status": "final",
    }  # fmt: skip
    assert [(r["test"], r["value"], r["unit"], r["status"]) for r in labs[1:3]] == [
        ("Calcium", "9.40", "mg/dL", "corrected"), ("Phosphate", "<0.2", "mmol/L", "corrected"),
    ]  # fmt: skip
    assert (labs[3]["patient_id"], labs[3]["status"]) == ("00777", "cancelled")
    assert (
        labs[4]["unit"] == "mg/dL (code umol/L)"
    )  # unit and code disagree: a unit that nobody knows, so set aside
    (problem,) = found["labs"].problems
    assert (problem.row, problem.column, problem.outcome) == (5, "effectiveDateTime", "rejected")
    assert records(found["patients"]) == [
        {
            "patient_id": "00123",
            "name": "José A Muster",
            "sex": "male",
            "birth_date": "1970-02-03",
            "risk_factors": "diabetes",
        }
    ]
    assert records(found["transplants"]) == [
        {"patient_id": "00123", "transplanted_on": "2025-11-01", "organ": "kidney"}
    ]
    assert records(found["symptoms"])[0] | {"note": ""} == {
        "patient_id": "00123", "symptom": "pain", "site": "foot", "onset_on": "2026-01-02", "side": "both",
        "resolved_on": "", "note": "",
    }  # fmt: skip


def test_doses_of_a_bundle_never_invent_an_amount_or_an_exposure() -> None:
    doses = tables("fhir_bundle.json")["doses"]
    rows = records(doses)
    assert [
        (r["drug"], r["dose"], r["dose_unit"], r["frequency"], r["started_on"], r["stopped_on"]) for r in rows
    ] == [
        ("tacrolimus", "2.50", "mg", "twice_daily", "2025-12-01", ""),
        (
            "prednisone",
            "",
            "",
            "once_daily",
            "2025-12-02",
            "",
        ),  # two tablets of unknown strength; 23:30 Z is the next day
        (
            "tacrolimus topical",
            "1",
            "mg",
            "once_daily",
            "2026-01-03",
            "2026-01-03",
        ),  # an ointment is no exposure
    ]
    assert rows[1]["reason"] == "dose as written: 2 tablet"
    assert [(p.row, p.outcome) for p in doses.problems] == [(10, "rejected"), (11, "rejected")]


def test_ndjson_rejects_only_the_broken_line() -> None:
    found = tables("fhir_bulk.ndjson")
    labs = found["labs"]
    assert labs.row_numbers.to_pylist() == [2, 6, 7]
    assert [r["value"] for r in records(labs)] == ["71.250", "9.2", "4.1"]
    assert {r["patient_id"] for r in records(labs)} == {"pt-9"}
    assert records(labs)[2]["hold"]
    assert [p.row for p in labs.problems] == [3, 4]
    assert "twice" in labs.problems[0].reason
    assert records(found["patients"])[0]["birth_date"] == ""  # a year alone is no birth date


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"effectiveDateTime": "2026-01-14T08:30:00"}, "effectiveDateTime"),
        ({"effectiveDateTime": "14.01.2026"}, "effectiveDateTime"),
        ({"valueQuantity": {"value": "9.1"}}, ""),
        ({"surprise": 1}, "surprise"),
        ({"status": "weird"}, "status"),
        ({"valueString": "x"}, ""),
        ({"code": "Calcium"}, "code"),
    ],
)
def test_an_invalid_entry_rejects_itself_only(change: dict[str, Any], column: str) -> None:
    found = read(OBSERVATION | change, OBSERVATION)
    good = [r for r in found["labs"] if r["value"] == "9.1" and r["unit"] == "mg/dL"]
    if change.get("valueQuantity") is None:
        (problem,) = found["problems"]
        assert problem["row"] == "1"
        assert column in problem["column"]
    assert len(good) == 1


@pytest.mark.parametrize(
    ("change", "value", "words"),
    [
        ({"effectiveDateTime": "14.01.2026"}, "14.01.2026", "not a FHIR date or time (a time needs"),
        ({"valueQuantity": {"value": "abc"}}, "abc", "not written as FHIR R4 asks"),
        ({"surprise": 1}, "1", "FHIR R4 has no such element here"),
        ({"valueString": "x"}, "", "only one of valueQuantity, valueString may be given"),
        ({"code": "Calcium"}, "Calcium", "not what FHIR R4 expects here"),
        ({"code": None}, "", "this element is missing"),
        ({"status": None}, "", "this element is missing"),
        ({"referenceRange": {"low": 1}}, "", "a list is expected here"),
    ],
)
def test_an_invalid_entry_says_in_words_what_is_wrong(change: dict[str, Any], value: str, words: str) -> None:
    changed = {name: given for name, given in (OBSERVATION | change).items() if given is not None}
    (problem,) = read(changed, OBSERVATION)["problems"]
    assert problem["value"] == value
    assert problem["reason"].startswith(f"invalid Observation: {words}")


@pytest.mark.parametrize(
    ("line", "near", "words"),
    [
        ('{"resourceType": oops}', "oops}", "a value is missing, or is not written as JSON writes it,"),
        ('{"resourceType": "Patient" "id": "1"}', '"id": "1"}', "a comma or a closing bracket is missing"),
        ('{"resourceType": "Patient}', '"Patient}', "a text is opened and never closed"),
        ('{resourceType: "Patient"}', 'resourceType: "Patient"}', "a name in quotes is missing"),
        ('{"resourceType": "Patient"}}', "}", "something follows where it should end"),
    ],
)
def test_a_line_that_is_no_json_says_so_with_its_line_and_the_text_there(
    line: str, near: str, words: str
) -> None:
    (problem,) = read(OBSERVATION, line)["problems"]
    assert (problem["row"], problem["value"]) == ("2", near)
    assert problem["reason"].startswith(f"{words} at line 2, column ")


def test_a_whole_file_that_is_no_json_names_the_line() -> None:
    with pytest.raises(RefusedError) as refused:
        read('{"resourceType": "Bundle",\n "entry": \n}')
    assert str(refused.value) == (
        "The file is no complete JSON: a value is missing, or is not written as JSON writes it, at line 3, column 1. "
        "Export it again."
    )


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have(number: str) -> None:
    line = json.dumps(OBSERVATION).replace("9.1", number)
    found = read(OBSERVATION, line)
    assert [r["value"] for r in found["labs"]] == ["9.1"]
    assert "no number" in found["problems"][0]["reason"]


@pytest.mark.parametrize(
    ("status", "ours"),
    [("registered", "preliminary"), ("preliminary", "preliminary"), ("final", "final"), ("amended", "corrected"),
     ("corrected", "corrected"), ("cancelled", "cancelled"), ("entered-in-error", "cancelled"), ("unknown", "preliminary")],
)  # fmt: skip
def test_observation_status(status: str, ours: str) -> None:
    assert read(OBSERVATION | {"status": status})["labs"][0]["status"] == ours


def test_other_values_are_text_and_panels_are_no_rows() -> None:
    without = {k: v for k, v in OBSERVATION.items() if k != "valueQuantity"}
    assert read(without | {"valueString": "hemolysed"})["labs"][0]["value"] == "hemolysed"
    assert (
        read(without | {"valueRange": {"low": {"value": 1}, "high": {"value": 2}}})["labs"][0]["value"]
        == "1 - 2"
    )
    assert read(without)["labs"][0]["value"] == ""
    panel = without | {"hasMember": [{"reference": "Observation/1"}]}
    assert len(read(OBSERVATION, panel)["labs"]) == 1


def test_a_reference_range_in_another_unit_is_not_used() -> None:
    found = read(
        OBSERVATION
        | {
            "referenceRange": [
                {"low": {"value": 2.1, "unit": "mmol/L"}, "high": {"value": 2.6, "unit": "mmol/L"}}
            ]
        }
    )
    assert (found["labs"][0]["reference_low"], found["labs"][0]["comment"]) == (
        "",
        "reference range in mmol/L not used",
    )


@pytest.mark.parametrize(
    ("timing", "frequency"),
    [
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, "twice_daily"),
        ({"repeat": {"frequency": 1, "period": 8, "periodUnit": "h"}}, "three_times_daily"),
        ({"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}, "every_other_day"),
        ({"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk"}}, "weekly"),
        ({"repeat": {"frequency": 4, "period": 1, "periodUnit": "d"}}, "4"),
        ({"repeat": {"timeOfDay": ["08:00:00", "20:00:00"]}}, "twice_daily"),
        ({"repeat": {"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"}}, ""),
        ({"code": {"text": "BID"}}, "twice_daily"),
        ({"code": {"coding": [{"code": "Q12H"}]}}, "twice_daily"),
        ({"code": {"text": "as directed"}}, ""),
    ],
)
def test_frequency(timing: dict[str, Any], frequency: str) -> None:
    found = read(
        DOSE
        | {
            "dosageInstruction": [
                {"timing": timing, "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "mg"}}]}
            ]
        }
    )
    assert found["doses"][0]["frequency"] == frequency


def test_drug_names() -> None:
    from data.importing.readers.drug_names import find_drug

    assert find_drug("Tacrolimus 1 MG Extended Release Oral Capsule [Envarsus XR]").name == "tacrolimus"
    assert find_drug("Tacrolimus 1 MG Extended Release Oral Capsule").formulation == "extended_release"
    assert find_drug("24 HR tacrolimus 1 MG").formulation == "extended_release"
    assert find_drug("x", rxnorm="42316").name == "tacrolimus"
    assert find_drug("Mycophenolate Mofetil 250 MG").name == "mycophenolic_acid"
    assert find_drug("Something Else 5 MG").name == "Something Else 5 MG"
    assert find_drug("Tacrolimus with Sirolimus kit").name == "Tacrolimus with Sirolimus kit"
    assert find_drug("cyclosporine 0.05% ophthalmic emulsion").with_route("") == "cyclosporine topical"


@pytest.mark.parametrize(
    "content",
    ['{"a": 1}', '{"resourceType": "Bundle"}', "{", '{"resourceType": "Bundle", "entry": [1,2]}', "{" * 5000],
)
def test_json_that_is_no_fhir_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(TroughlineError):
        sandbox.read(path, sniff(path))
