"""FHIR R4: a Bundle, NDJSON of a bulk export, or one resource. Every entry is checked on its own, strictly.

R4 itself is not among the models that can be installed; R4B is the same for the resources read here. It refuses a time
without an offset and anything it does not know. An entry that fails rejects only itself.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from data.importing.readers import fhir_doses, fhir_observations, fhir_records
from data.importing.readers.collecting import LAB_COLUMNS, Collector, RefusedError
from data.importing.readers.fhir_entries import BrokenError, entries_of
from data.importing.readers.fhir_values import Json, identifier_of, items, name_of, part, text
from data.texts import readers as texts

_MODELS = {
    "Patient": "patient", "Observation": "observation", "MedicationStatement": "medicationstatement",
    "MedicationRequest": "medicationrequest", "MedicationAdministration": "medicationadministration",
    "Condition": "condition", "Procedure": "procedure",
}  # fmt: skip
_TABLES = {
    "patients": fhir_records.PATIENT_COLUMNS, "labs": LAB_COLUMNS, "doses": fhir_doses.DOSE_COLUMNS,
    "transplants": fhir_records.TRANSPLANT_COLUMNS, "symptoms": fhir_records.SYMPTOM_COLUMNS,
    "events": fhir_records.EVENT_COLUMNS,
}  # fmt: skip
# A reference is remembered for later files only when its id is unique in the world: Patient/1 of another server is
# another person, and would be given this one's results.
_WORLDWIDE = re.compile(r"^Patient/(?=.*[0-9])[A-Za-z0-9.-]{20,64}$")


def read(file: BinaryIO, options: dict[str, Any], collect: Collector) -> None:
    """Collect native tables of the kinds found. options: time_zone, for the clinic's day of a moment. Raises RefusedError."""
    zone = ZoneInfo(options["time_zone"]) if options.get("time_zone") else None
    entries = entries_of(file)
    _Reading(collect, zone, options.get("patients") or {}).run(entries)


class _Reading:
    def __init__(self, collect: Collector, zone: ZoneInfo | None, earlier: dict[str, str]) -> None:
        self.earlier = earlier
        self.collect, self.zone = collect, zone
        self.tables: dict[str, int] = {}
        self.passed_over: Counter[str] = Counter()
        # what other entries refer to, by 'Type/id', fullUrl and '#id' of the one at hand
        self.patients: dict[str, str] = {}
        self.patients_by_identifier: set[str] = set()
        self.specimens: dict[str, tuple[str, str, str]] = {}
        self.medications: dict[str, Json] = {}
        self.risky: list[tuple[Json, str]] = []
        self.risks: dict[str, set[str]] = {}

    def run(self, entries: Callable[[], Iterator[tuple[int, str, Json | BrokenError]]]) -> None:
        seen = 0
        for _, url, resource in entries():
            if isinstance(resource, dict):
                seen += "resourceType" in resource
                self._remember(url, resource)
        if not seen:
            raise RefusedError(texts.NO_FHIR)
        for subject, risk in self.risky:
            self.risks.setdefault(self._patient_of(subject, {}), set()).add(risk)
        for number, _, resource in entries():
            if not isinstance(resource, dict):
                self._problem("labs", number, "", resource.near, str(resource))
                continue
            self._entry(number, resource)
        declared = {k: v for k, v in self.patients.items() if _WORLDWIDE.match(k) and k != f"Patient/{v}"}
        if declared:
            table = self.collect.table("patient_references", ("reference", "patient_id"))
            for reference, patient_id in declared.items():
                self.collect.add(table, 0, [reference, patient_id])
        if self.passed_over:
            named = ", ".join(f"{count} {name}" for name, count in sorted(self.passed_over.items()))
            self.collect.note(self._table("labs"), texts.PASSED_OVER.format(named=named))

    def _entry(self, number: int, resource: Json) -> None:
        kind = resource.get("resourceType")
        if not isinstance(kind, str):
            self._problem("labs", number, "", "", texts.NO_TYPE)
            return
        if kind not in _MODELS:
            if kind not in ("Specimen", "Medication"):
                self.passed_over[kind[:40]] += 1
            return
        home = {
            "Patient": "patients",
            "Observation": "labs",
            "Condition": "events",
            "Procedure": "events",
        }.get(kind, "doses")
        fault = _fault(kind, resource)
        if fault:
            self._problem(home, number, *fault)
            return
        try:
            if not self._rows(number, kind, resource):
                self.passed_over[kind] += 1
        except fhir_doses.OpenEndError as reason:
            self._problem(home, number, "stopped_on", "", str(reason))
        except ValueError as reason:
            self._problem(home, number, "status", text(resource.get("status")), str(reason))

    def _rows(self, number: int, kind: str, resource: Json) -> bool:
        contained = {f"#{text(c.get('id'))}": c for c in items(resource.get("contained"))}
        patient_id = self._patient_of(part(resource.get("subject") or resource.get("patient")), contained)
        if kind == "Patient":
            row = fhir_records.patient(resource)
            risks = self.risks.get(row[0], set())
            self._add("patients", number, [*row, ";".join(sorted(risks))] if self.risks else row)
        elif kind == "Observation":
            specimen_id, specimen_type, drawn = self._specimen_of(part(resource.get("specimen")), contained)
            for row in fhir_observations.rows(resource, patient_id, (specimen_id, specimen_type), drawn):
                self._add("labs", number, row)
        elif kind == "Procedure":
            done = fhir_records.transplant(resource, patient_id, self.zone)
            event = None if done else fhir_records.procedure_event(resource, patient_id, self.zone)
            return self._add("transplants", number, done) or self._add("events", number, event)
        elif kind == "Condition":
            pain = fhir_records.pain(resource, patient_id, self.zone)
            event = None if pain else fhir_records.condition_event(resource, patient_id, self.zone)
            used = bool(fhir_records.risk_factor(resource)) and patient_id in self.patients_by_identifier
            return self._add("symptoms", number, pain) or self._add("events", number, event) or used
        else:
            for row in fhir_doses.rows(
                resource, patient_id, self._medication_of(resource, contained), self.zone
            ):
                self._add("doses", number, row)
        return True

    def _remember(self, url: str, resource: Json) -> None:
        kind, key = resource.get("resourceType"), f"{resource.get('resourceType')}/{text(resource.get('id'))}"
        keys = [k for k in (key, url) if k and not k.endswith("/")]
        if kind == "Patient":
            identifier = identifier_of(resource)
            self.patients |= dict.fromkeys(keys, identifier)
            self.patients_by_identifier.add(identifier)
        elif kind == "Specimen":
            self.specimens |= dict.fromkeys(keys, _specimen(resource))
        elif kind == "Medication":
            self.medications |= dict.fromkeys(keys, part(resource.get("code")))
        elif kind == "Condition" and (risk := fhir_records.risk_factor(resource)):
            # patients may come after their conditions: resolved when all are known
            self.risky.append((part(resource.get("subject")), risk))

    def _patient_of(self, reference: Json, contained: dict[str, Json]) -> str:
        target = text(reference.get("reference"))
        if target in contained:
            return identifier_of(contained[target])
        short = "/".join(target.split("/_history/")[0].split("/")[-2:])
        known = self.patients.get(target) or self.patients.get(short) or self.earlier.get(short)
        if known:
            return known
        identifier = text(part(reference.get("identifier")).get("value"))
        if identifier:
            return identifier
        return target.split("/_history/")[0].rpartition("Patient/")[2] if "Patient/" in target else ""

    def _specimen_of(self, reference: Json, contained: dict[str, Json]) -> tuple[str, str, str]:
        target = text(reference.get("reference"))
        if target in contained:
            return _specimen(contained[target])
        identifier = text(part(reference.get("identifier")).get("value"))
        return self.specimens.get(target) or (
            identifier or target.rpartition("/")[2].removeprefix("urn:uuid:"),
            "",
            "",
        )

    def _medication_of(self, resource: Json, contained: dict[str, Json]) -> Json:
        concept = part(resource.get("medicationCodeableConcept"))
        reference = part(resource.get("medicationReference"))
        target = text(reference.get("reference"))
        if target in contained:
            concept = part(contained[target].get("code"))
        return concept or self.medications.get(target) or {"text": text(reference.get("display"))}

    def _table(self, kind: str) -> int:
        if kind not in self.tables:
            header = list(_TABLES[kind])
            if kind == "patients" and self.risks:
                header.append("risk_factors")
            self.tables[kind] = self.collect.table(kind, header, "FHIR R4")
        return self.tables[kind]

    def _add(self, kind: str, number: int, row: list[str] | None) -> bool:
        if row is not None:
            self.collect.add(self._table(kind), number, row)
        return row is not None

    def _problem(self, kind: str, number: int, column: str, value: str, reason: str) -> None:
        self.collect.problem(self._table(kind), number, column, value, reason, "rejected")


def _specimen(resource: Json) -> tuple[str, str, str]:
    """(identifier, type, collected) of a Specimen."""
    identifiers = [part(resource.get("accessionIdentifier")), *items(resource.get("identifier"))]
    found = next(
        (text(i.get("value")) for i in identifiers if text(i.get("value"))), text(resource.get("id"))
    )
    collection = part(resource.get("collection"))
    drawn = text(collection.get("collectedDateTime")) or text(
        part(collection.get("collectedPeriod")).get("start")
    )
    return found, name_of(part(resource.get("type"))), drawn


@cache
def _model(kind: str) -> Any:
    return getattr(importlib.import_module(f"fhir.resources.R4B.{_MODELS[kind]}"), kind)


def _fault(kind: str, resource: Json) -> tuple[str, str, str] | None:
    """(element, its text, plain reason) of the first thing that makes the entry invalid, else None."""
    try:
        _model(kind).model_validate(resource)
    except RecursionError:
        return "", "", texts.NESTED
    except (
        Exception
    ) as error:  # a validation error; anything else that a hostile entry provokes is its own fault too
        details = error.errors()[0] if hasattr(error, "errors") else {}
        where = ".".join(str(p) for p in details.get("loc", ()))
        given = details.get("input")
        value = "" if isinstance(given, dict | list | bool | None) else str(given)[:80]
        if where.endswith("duplicate_key"):
            where, value, what = where.removesuffix("duplicate_key").rstrip("."), "", texts.TWICE
        else:
            what = _in_words(where, str(details.get("type", "")), str(details.get("msg", "")), given)
        return where, value, texts.INVALID.format(kind=kind, problem=what)[:300]
    return None


def _in_words(where: str, fault: str, said: str, given: object) -> str:
    """What is wrong; what the check itself says is for programmers."""
    if "regex" in said:
        return texts.NO_TIME if re.search("ime|issued", where) else texts.NOT_WRITTEN_SO
    if "multiple" in said and isinstance(given, dict):
        names = [name for name in re.findall(r"'(\w+)'", said) if name in given]
        return texts.ONLY_ONE_OF.format(names=", ".join(names))
    return texts.FAULTS.get(fault, texts.OTHER_FAULT)
