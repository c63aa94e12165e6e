"""Hand-made records of the three published cases, as analytics.record would hand them over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.record import PatientRecord

COLUMNS = {
    "transplants": "transplanted_on organ donor graft_number failed_on",
    "windows": "opens_on closes_on anchor anchor_on",
    "results": "record_id import_id analyte collected_at has_time specimen_id comparator value unit reference_low "
    "reference_high reported_value reported_unit status versions correction_waits",
    "troughs": "record_id drug collected_at comparator value timing_known eligible before_steady_state hours_since_dose "
    "target_low target_high target_source dose_mg_per_day formulation c0_d",
    "ca_p": "taken_on collected_at calcium_mg_dl calcium_comparator phosphorus_mg_dl phosphorus_comparator comparator value missing",
    "dose_periods": "drug drug_class formulation first_on last_on mg_per_day mg_per_week frequency reason",
    "changes": "drug changed_on kind from_mg_per_day to_mg_per_day from_formulation to_formulation",
    "symptoms": "symptom_key symptom site lower_limb side onset_on resolved_on latest_severity highest_severity latest_derived highest_derived walking "
    "last_recorded_on date_precision note",
    "follow_ups": "symptom_key recorded_on severity severity_derived walking side told_by note",
    "events": "kind happened_on title detail date_precision",
    "targets": "drug low high from_on until_on",
}
NAN = float("nan")


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """One frame of a record; what a row leaves out is unknown."""
    columns = COLUMNS[name].split()
    full = pd.DataFrame([{c: row.get(c, _unknown(c)) for c in columns} for row in rows], columns=columns)
    for column in columns:
        if column.endswith(("_on", "_at")):
            full[column] = pd.to_datetime(full[column])
        elif isinstance(_unknown(column), float):
            full[column] = full[column].astype(float)
    return full


def _unknown(column: str) -> Any:
    if column in {
        "lower_limb",
        "has_time",
        "before_steady_state",
        "severity_derived",
        "latest_derived",
        "highest_derived",
        "correction_waits",
    }:
        return False
    if column in {"timing_known", "eligible"}:
        return True
    if column in {"record_id", "import_id", "versions", "graft_number"}:
        return 1
    numbers = {"value", "low", "high", "severity", "hours_since_dose", "c0_d"}
    if column in numbers or column.endswith(("_low", "_high", "_severity", "mg_dl", "per_day", "per_week")):
        return NAN
    return None if column.endswith(("_on", "_at")) else ""


def record(patient_id: str, **frames: list[dict[str, Any]]) -> PatientRecord:
    """A record of these rows; what is drawn of it is limited by the day that each test asks for."""
    named = {name: frame(name, frames.get(name, [])) for name in COLUMNS}
    return PatientRecord(
        as_of=date.max, patient={"id": patient_id, "name": patient_id, "sex": "female"}, **named
    )


def result(analyte: str, when: str, value: float, **more: Any) -> dict[str, Any]:
    return {"analyte": analyte, "collected_at": when, "value": value, "reported_value": f"{value:g}", **more}


def cips_1() -> Any:
    level = {"drug": "tacrolimus", "target_low": 7.0, "target_high": 8.0, "target_source": "own"}
    pain = {"symptom": "pain", "lower_limb": True, "side": "both"}
    dose = {"frequency": "twice_daily", "drug_class": "cni", "drug": "tacrolimus"}
    return record(
        "CIPS-1",
        transplants=[{"transplanted_on": "2009-12-07", "organ": "kidney", "donor": "living", "graft_number": 2}],
        windows=[{"opens_on": "2009-12-28", "closes_on": "2011-02-07", "anchor": "transplant", "anchor_on": "2009-12-07"}],
        results=[
            result("tacrolimus", "2010-01-18", 5.6, record_id=1),
            result("tacrolimus", "2010-01-25", 4.0, record_id=2),
            result("calcium", "2010-01-25", 11.22, record_id=3, reported_value="2.8", reported_unit="mmol/L"),
            result("pth", "2010-01-25", 833.0, record_id=4, reported_unit="ng/L"),
        ],
        troughs=[
            {**level, "record_id": 1, "collected_at": "2010-01-18", "value": 5.6, "dose_mg_per_day": 2.0, "c0_d": 2.8},
            {**level, "record_id": 2, "collected_at": "2010-01-25", "value": 4.0, "dose_mg_per_day": 4.0, "c0_d": 1.0},
        ],
        ca_p=[{"taken_on": "2010-01-25", "collected_at": "2010-01-25", "calcium_mg_dl": 11.22, "missing": "phosphorus"}],
        dose_periods=[
            {**dose, "first_on": "2009-12-07", "last_on": "2010-01-17", "mg_per_day": 2.0, "mg_per_week": 14.0},
            {**dose, "first_on": "2010-01-18", "last_on": "2010-01-25", "mg_per_day": 4.0, "mg_per_week": 28.0},
            {"drug": "prednisone", "drug_class": "steroid", "first_on": "2009-12-07", "last_on": "2010-01-17",
             "mg_per_day": 10.0, "frequency": "once_daily"},
            {"drug": "prednisone", "drug_class": "steroid", "first_on": "2010-01-18", "mg_per_day": 5.0,
             "frequency": "once_daily"},
            {"drug": "mycophenolic_acid", "drug_class": "antimetabolite", "first_on": "2009-12-07",
             "mg_per_day": 1440.0, "frequency": "twice_daily"},
            {"drug": "sirolimus", "drug_class": "mtor", "first_on": "2010-01-26"},
        ],
        changes=[
            {"drug": "tacrolimus", "changed_on": "2009-12-07", "kind": "start", "to_mg_per_day": 2.0},
            {"drug": "tacrolimus", "changed_on": "2010-01-18", "kind": "increase", "from_mg_per_day": 2.0,
             "to_mg_per_day": 4.0},
            {"drug": "prednisone", "changed_on": "2010-01-18", "kind": "reduction", "from_mg_per_day": 10.0,
             "to_mg_per_day": 5.0},
            {"drug": "tacrolimus", "changed_on": "2010-01-26", "kind": "stop", "from_mg_per_day": 4.0},
        ],
        symptoms=[
            {**pain, "symptom_key": "a", "site": "ankle", "onset_on": "2010-01-04", "latest_severity": NAN},
            {**pain, "symptom_key": "k", "site": "knee", "onset_on": "2010-01-04", "latest_severity": NAN},
            {"symptom_key": "w", "symptom": "weakness", "site": "leg", "lower_limb": True, "side": "both",
             "onset_on": "2010-01-04", "walking": "impaired"},
            {**pain, "symptom_key": "f", "site": "foot", "onset_on": "2010-01-25", "latest_severity": 8.0,
             "highest_severity": 8.0},
        ],
        follow_ups=[{"symptom_key": "f", "recorded_on": "2010-01-25", "severity": 8.0, "severity_derived": True}],
        events=[
            {"kind": "note", "happened_on": "2010-01-25", "title": "haematuria"},
            {"kind": "imaging", "happened_on": "2010-02-08", "title": "MRI", "detail": "incomplete stress fractures"},
        ],
        targets=[{"drug": "tacrolimus", "low": 7.0, "high": 8.0, "from_on": "2010-01-18"}],
    )  # fmt: skip


def ra_1() -> Any:
    return record(
        "RA-1",
        windows=[{"opens_on": "2001-01-22", "closes_on": "2002-03-01", "anchor": "cni_start", "anchor_on": "2001-01-01"}],
        results=[result("das28", "2001-01-01", 6.43), result("das28", "2001-04-01", 2.82)],
        dose_periods=[
            {"drug": "tacrolimus", "drug_class": "cni", "first_on": "2001-01-01", "mg_per_day": 1.0, "frequency": "once_daily"},
            {"drug": "methotrexate", "drug_class": "antimetabolite", "first_on": "2001-01-01", "last_on": "2001-03-31",
             "mg_per_day": 1.142857, "mg_per_week": 8.0, "frequency": "weekly"},
            {"drug": "methotrexate", "drug_class": "antimetabolite", "first_on": "2001-04-01", "mg_per_day": 0.857143,
             "mg_per_week": 6.0, "frequency": "weekly"},
            {"drug": "prednisolone", "drug_class": "steroid", "first_on": "2001-01-01", "last_on": "2001-04-01",
             "mg_per_day": 5.0, "frequency": "once_daily"},
        ],
        changes=[
            {"drug": "tacrolimus", "changed_on": "2001-01-01", "kind": "start", "to_mg_per_day": 1.0},
            {"drug": "methotrexate", "changed_on": "2001-04-01", "kind": "reduction", "from_mg_per_day": 1.142857,
             "to_mg_per_day": 0.857143},
            {"drug": "prednisolone", "changed_on": "2001-04-02", "kind": "stop", "from_mg_per_day": 5.0},
        ],
        events=[{"kind": "imaging", "happened_on": "2008-01-01", "title": "hand X-ray remodelled", "date_precision": "year"}],
    )  # fmt: skip


def calc_1() -> Any:
    skin = {"symptom": "skin_plaques", "site": "lower_leg", "lower_limb": True, "side": "both"}
    when = "2000-06-15"
    return record(
        "CALC-1",
        transplants=[{"transplanted_on": "1996-06-15", "organ": "kidney", "graft_number": 1, "failed_on": "1998-06-15"}],
        windows=[{"opens_on": "1996-07-06", "closes_on": "1997-08-15", "anchor": "transplant", "anchor_on": "1996-06-15"}],
        results=[
            result("calcium", when, 10.6), result("ionized_calcium", when, 5.28), result("phosphorus", when, 9.0),
            result("pth", when, 5.0, comparator="<", reported_value="<5"), result("ca_p_product_reported", when, 90.0),
        ],
        ca_p=[{"taken_on": when, "collected_at": when, "calcium_mg_dl": 10.6, "phosphorus_mg_dl": 9.0, "value": 95.4}],
        dose_periods=[
            {"drug": "calcitriol", "drug_class": "other", "first_on": "1999-06-15"},
            {"drug": "calcium_carbonate", "drug_class": "other", "first_on": "1999-06-15", "last_on": "2000-06-14"},
        ],
        symptoms=[
            {**skin, "symptom_key": "s", "onset_on": "2000-05-18"},
            {**skin, "symptom": "pain", "symptom_key": "p", "onset_on": "2000-06-01"},
        ],
        events=[
            {"kind": "rejection", "happened_on": "1998-06-15", "title": "rejection", "date_precision": "year"},
            {"kind": "dialysis_start", "happened_on": "1998-06-15", "title": "peritoneal dialysis", "date_precision": "year"},
            {"kind": "procedure", "happened_on": "1999-06-15", "title": "parathyroidectomy with forearm autograft"},
            {"kind": "imaging", "happened_on": when, "title": "bone scan positive"},
            {"kind": "biopsy", "happened_on": when, "title": "skin biopsy: calciphylaxis"},
        ],
    )  # fmt: skip


CASES = {"CIPS-1": (cips_1, "2010-01-25"), "RA-1": (ra_1, "2008-01-01"), "CALC-1": (calc_1, "2000-06-15")}


@pytest.fixture
def cips() -> Any:
    return cips_1()


@pytest.fixture
def arthritis() -> Any:
    return ra_1()


@pytest.fixture
def calciphylaxis() -> Any:
    return calc_1()
