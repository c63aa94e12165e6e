"""Tables of known research formats, recognised by their header and brought under native column names.

OMOP CDM 5.4 (measurement, drug_exposure, person), Synthea CSV (observations, medications, patients), CDISC SDTM LB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.importing.raw import RawTable
from data.importing.readers import profile_rows as of
from data.texts import readers as texts

LABS = (
    "patient_id", "test", "code", "collected_at", "value", "unit", "reference_low", "reference_high", "specimen_id",
    "specimen_type", "timing", "comment",
)  # fmt: skip
DOSES = (
    "patient_id", "drug", "dose", "dose_unit", "frequency", "started_on", "stopped_on", "formulation", "route", "reason",
)  # fmt: skip
PATIENTS = ("patient_id", "name", "sex", "birth_date")


@dataclass(frozen=True)
class Profile:
    """One known table. marks: columns that must be there; convert: one source row -> one native row."""

    name: str
    title: str
    kind: str
    marks: frozenset[str]
    native: tuple[str, ...]
    sources: Mapping[str, str]
    """Native column -> the source column it mostly comes from, for the account."""
    convert: Callable[[of.Row, ZoneInfo | None], Mapping[str, str]]


def _profile(
    name: str,
    title: str,
    kind: str,
    marks: str,
    sources: str,
    convert: Callable[[of.Row, ZoneInfo | None], Mapping[str, str]],
) -> Profile:
    native = {"labs": LABS, "doses": DOSES, "patients": PATIENTS}[kind]
    pairs = dict(pair.split("=") for pair in sources.split())
    return Profile(name, title, kind, frozenset(marks.split()), native, pairs, convert)


PROFILES: tuple[Profile, ...] = (
    _profile(
        "omop_measurement", "OMOP CDM measurement", "labs", "person_id measurement_concept_id measurement_date",
        "patient_id=person_id test=measurement_source_value code=measurement_concept_id collected_at=measurement_datetime "
        "value=value_as_number unit=unit_concept_id reference_low=range_low reference_high=range_high",
        of.omop_measurement,
    ),
    _profile(
        "omop_drug_exposure", "OMOP CDM drug_exposure", "doses", "person_id drug_concept_id drug_exposure_start_date",
        "patient_id=person_id drug=drug_source_value started_on=drug_exposure_start_date stopped_on=drug_exposure_end_date "
        "route=route_source_value reason=sig",
        of.omop_drug_exposure,
    ),
    _profile(
        "omop_person", "OMOP CDM person", "patients", "person_id gender_concept_id year_of_birth",
        "patient_id=person_id sex=gender_concept_id birth_date=birth_datetime",
        of.omop_person,
    ),
    _profile(
        "synthea_observations", "Synthea observations", "labs", "date patient encounter code description value units type",
        "patient_id=PATIENT test=DESCRIPTION code=CODE collected_at=DATE value=VALUE unit=UNITS",
        of.synthea_observation,
    ),
    _profile(
        "synthea_medications", "Synthea medications", "doses", "start stop patient encounter code description dispenses",
        "patient_id=PATIENT drug=DESCRIPTION started_on=START stopped_on=STOP reason=REASONDESCRIPTION",
        of.synthea_medication,
    ),
    _profile(
        "synthea_patients", "Synthea patients", "patients", "id birthdate deathdate ssn first last gender",
        "patient_id=Id name=LAST sex=GENDER birth_date=BIRTHDATE",
        of.synthea_patient,
    ),
    _profile(
        "sdtm_lb", "SDTM LB", "labs", "usubjid lbtestcd lborres lborresu",
        "patient_id=USUBJID test=LBTEST code=LBLOINC collected_at=LBDTC value=LBORRES unit=LBORRESU "
        "reference_low=LBORNRLO reference_high=LBORNRHI specimen_type=LBSPEC specimen_id=LBREFID timing=LBTPT comment=LBREASND",
        of.sdtm_lb,
    ),
)  # fmt: skip


def recognise(header: Iterable[str]) -> Profile | None:
    """The profile whose marks all stand in the header, upper or lower case; None for other tables."""
    names = {name.strip().strip('"').casefold() for name in header}
    return next((p for p in PROFILES if p.marks <= names), None)


def to_native(raw: RawTable, profile: Profile, zone: ZoneInfo | None = None) -> RawTable:
    """The same rows, in the same order, under native names; row numbers and problems stay as they were.

    zone: the clinic's, for the day of a moment written with an offset.
    """
    names = [name.strip().strip('"').casefold() for name in raw.header]
    columns: Sequence[list[str | None]] = [column.to_pylist() for column in raw.rows.columns]
    records = (
        [native.get(name, "") for name in profile.native]
        for cells in zip(*columns, strict=True)
        for native in (profile.convert({n: c or "" for n, c in zip(names, cells, strict=True)}, zone),)
    )
    return RawTable.of(
        profile.native,
        records,
        raw.row_numbers.to_pylist(),
        kind=profile.kind,
        problems=raw.problems,
        notes=[*raw.notes, texts.READ_AS.format(title=profile.title)],
        delimiter=raw.delimiter,
    )
