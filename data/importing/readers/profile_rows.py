"""One row of a research format as one native row. Columns come in by their lower-case names, all of them text."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from data.importing.readers.drug_names import find_drug
from data.importing.readers.fhir_values import day_of
from data.importing.readers.hl7_text import is_loinc
from data.importing.vocabulary import unit_of
from data.texts import readers as texts

Row = dict[str, str]

# OMOP standard concepts of our tests, as LOINC; others are recognised by measurement_source_value
_TESTS = {
    "3006906": "17861-6", "3016723": "2160-0", "3035995": "6768-6", "3024561": "1751-7", "3011904": "2777-1",
    "3020460": "1988-5",
}  # fmt: skip
_UNITS = {
    "8840": "mg/dL", "8842": "ng/mL", "8845": "pg/mL", "8713": "g/dL", "8636": "g/L", "8751": "mg/L", "8753": "mmol/L",
    "8749": "umol/L", "8736": "nmol/L", "8729": "pmol/L", "8645": "U/L", "8923": "IU/L", "8748": "ug/L", "8725": "ng/L",
}  # fmt: skip
_COMPARATORS = {
    "4171756": "<",
    "4172704": ">",
    "4171754": "<=",
    "4171755": ">=",
    "4172703": "",
    "0": "",
    "": "",
}
# OMOP ingredient concepts of immunosuppressants
_DRUGS = {
    "950637": "tacrolimus", "19010482": "cyclosporine", "19034726": "sirolimus", "19011440": "everolimus",
    "1551099": "prednisone", "1550557": "prednisolone", "19003999": "mycophenolate mofetil", "19014878": "azathioprine",
    "1305058": "methotrexate",
}  # fmt: skip


def omop_measurement(row: Row, zone: ZoneInfo | None) -> Row:
    """A measurement. Where the concept's unit and the source's differ, both are given, so that a person settles it."""
    source = row.get("measurement_source_value", "").strip()
    code = _TESTS.get(row["measurement_concept_id"].strip(), "")
    if not code and is_loinc(source):
        code = source
    number, said = row.get("value_as_number", "").strip(), row.get("value_source_value", "").strip()
    comparator = _COMPARATORS.get(row.get("operator_concept_id", "").strip())
    if comparator is None:  # an operator that is not known: no number to trust
        value = texts.OPERATOR.format(operator=row["operator_concept_id"], number=number)
    elif said[:1] in "<>≤≥" and said:
        value = said  # a number beside a censored text is a filler, such as 9999999 beside >90
    else:
        value = f"{comparator}{number}" if number else said
    unit, written = (
        _UNITS.get(row.get("unit_concept_id", "").strip(), ""),
        row.get("unit_source_value", "").strip(),
    )
    if unit and written and unit_of(unit) != unit_of(written):
        unit = texts.UNIT_AND_SOURCE.format(unit=unit, source=written)
    at = row.get("measurement_datetime", "").strip()
    if not at or at[11:16] in ("", "00:00"):  # midnight is how loaders fill a missing time
        at = " ".join(
            t for t in (row["measurement_date"].strip(), row.get("measurement_time", "").strip()) if t
        )
    return {
        "patient_id": row["person_id"],
        "test": source
        if source and source != code
        else code or texts.CONCEPT.format(concept=row["measurement_concept_id"].strip()),
        "code": code,
        "collected_at": at,
        "value": value,
        "unit": unit or written,
        "reference_low": row.get("range_low", ""),
        "reference_high": row.get("range_high", ""),
    }


def omop_drug_exposure(row: Row, zone: ZoneInfo | None) -> Row:
    """An exposure of unknown amount: the table holds a quantity, no dose. The sig is kept as written."""
    written = row.get("drug_source_value", "").strip()
    drug = find_drug(
        _DRUGS.get(row["drug_concept_id"].strip())
        or written
        or texts.CONCEPT.format(concept=row["drug_concept_id"].strip()),
        written,
    )
    route = row.get("route_source_value", "").strip()
    return {
        "patient_id": row["person_id"],
        "drug": drug.with_route(route),
        "started_on": day_of(row["drug_exposure_start_date"], zone),
        "stopped_on": day_of(row.get("verbatim_end_date", "") or row.get("drug_exposure_end_date", ""), zone),
        "formulation": drug.formulation,
        "route": route,
        "reason": row.get("sig", ""),
    }


def omop_person(row: Row, zone: ZoneInfo | None) -> Row:
    """A person; a year of birth alone is no birth date."""
    birth = row.get("birth_datetime", "").strip()[:10]
    year, month, day = (row.get(n, "").strip() for n in ("year_of_birth", "month_of_birth", "day_of_birth"))
    if not birth and year and month and day:
        birth = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    sex = {"8507": "male", "8532": "female"}.get(row["gender_concept_id"].strip(), "unknown")
    return {"patient_id": row["person_id"], "sex": sex, "birth_date": birth}


def synthea_observation(row: Row, zone: ZoneInfo | None) -> Row:
    """An observation, laboratory or not; what is no test of ours is counted as not monitored."""
    code = row["code"].strip()
    return {
        "patient_id": row["patient"],
        "test": row["description"],
        "code": code if is_loinc(code) else "",
        "collected_at": row["date"],
        "value": row["value"],
        "unit": "" if row["units"].strip().startswith("{") else row["units"],
    }


def synthea_medication(row: Row, zone: ZoneInfo | None) -> Row:
    """A prescription of unknown amount: the table names the product and no dosage."""
    drug = find_drug(row["description"].strip(), row["description"], row["code"].strip())
    return {
        "patient_id": row["patient"],
        "drug": drug.with_route(""),
        "started_on": day_of(row["start"], zone),
        "stopped_on": day_of(row["stop"], zone),
        "formulation": drug.formulation,
        "reason": row.get("reasondescription", ""),
    }


def synthea_patient(row: Row, zone: ZoneInfo | None) -> Row:
    """A patient with the id that the other Synthea tables refer to."""
    name = " ".join(row.get(n, "").strip() for n in ("first", "last")).strip()
    sex = {"M": "male", "F": "female"}.get(row["gender"].strip(), "unknown")
    return {"patient_id": row["id"], "name": name, "sex": sex, "birth_date": row["birthdate"].strip()}


def sdtm_lb(row: Row, zone: ZoneInfo | None) -> Row:
    """A laboratory finding as collected (LBORRES with its own unit and range); the standardised one only without it."""
    original = row["lborres"].strip()
    suffix = (
        ("lborres", "lborresu", "lbornrlo", "lbornrhi")
        if original
        else ("lbstresc", "lbstresu", "lbstnrlo", "lbstnrhi")
    )
    value, unit, low, high = (row.get(name, "") for name in suffix)
    if row.get("lbstat", "").strip():
        value = ""  # NOT DONE
    timepoint = row.get("lbtpt", "").casefold()
    return {
        "patient_id": row["usubjid"],
        "test": row.get("lbtest", "").strip() or row["lbtestcd"],
        "code": row.get("lbloinc", "").strip(),
        "collected_at": row.get("lbdtc", ""),
        "value": value,
        "unit": unit,
        "reference_low": low,
        "reference_high": high,
        "specimen_id": row.get("lbrefid", ""),
        "specimen_type": row.get("lbspec", ""),
        "timing": "trough" if "predose" in timepoint.replace("-", "") or "trough" in timepoint else "",
        "comment": row.get("lbreasnd", ""),
    }
