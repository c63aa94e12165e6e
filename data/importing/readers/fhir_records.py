"""FHIR Patients, Conditions and Procedures as native rows: who, which grafts, which pains, which risks."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from data.importing.readers.fhir_values import (
    Json,
    day_of,
    identifier_of,
    is_day,
    items,
    name_of,
    part,
    text,
    words_of,
)
from data.texts import readers as texts

PATIENT_COLUMNS = ("patient_id", "name", "sex", "birth_date")
TRANSPLANT_COLUMNS = ("patient_id", "transplanted_on", "organ")
EVENT_COLUMNS = ("patient_id", "kind", "happened_on", "title")
SYMPTOM_COLUMNS = ("patient_id", "symptom", "site", "onset_on", "side", "resolved_on", "note")

_ORGANS = (
    ("kidney", r"kidney|renal|\bniere|50360|50365|70536003|0TY[01]"),
    ("liver", r"liver|hepatic|18027006|47135"),
    ("heart", r"heart|cardiac|32413006|33945"),
    ("lung", r"lung|pulmonary|88039007|3285[1-4]"),
    ("pancreas", r"pancrea|62438007|48554"),
)  # SNOMED CT, CPT and ICD-10-PCS beside the words
_TRANSPLANTING = re.compile(
    r"transplant(?:ation)?\b|\b(?:70536003|18027006|32413006|88039007|62438007|50360|50365)\b|0TY[01]",
    re.IGNORECASE,
)
_ABOUT_TRANSPLANT = re.compile(
    r"evaluat|assess|counsel|education|history of|status|biopsy|reject|failure|removal|nephrectomy|education|follow|procurement|"
    r"bone marrow|stem cell|cornea|skin|hair|consult|work-?up|imaging|ultrasound|donor (?:nephrectomy|hepatectomy)",
    re.IGNORECASE,
)
_RISKS = (
    (
        "diabetes",
        r"\bdiabetes mellitus\b|\bdiabetes\b|\bE1[0-4](?:\.|\b)|44054006|46635009|73211009",
        r"insipidus|pre-?diabetes|family",
    ),
    ("obesity", r"\bobes|\bE66(?:\.|\b)|414916001|162864005|408512008|body mass index 30", r"family"),
)
_SITES = (
    ("foot", r"\b(?:foot|feet|toes?|forefoot)\b"), ("heel", r"\b(?:heels?|soles?)\b"), ("ankle", r"\bankles?\b"),
    ("lower_leg", r"\b(?:lower legs?|shins?|calf|calves)\b"), ("knee", r"\bknees?\b"), ("thigh", r"\bthighs?\b"),
    ("hip", r"\b(?:hips?|groin|buttocks?)\b"), ("leg", r"\b(?:legs?|lower limbs?|lower extremit\w+)\b"),
    ("back", r"\bback\b"), ("hand", r"\b(?:hands?|wrists?)\b"), ("arm", r"\barms?\b"), ("chest", r"\bchest\b"),
    ("abdomen", r"\babdom\w+\b"),
)  # fmt: skip
_SNOMED_PAIN = {
    "47933007": "foot",
    "30989003": "knee",
    "49218002": "hip",
    "247373008": "ankle",
    "10601006": "leg",
}
_NOT_SO = ("refuted", "entered-in-error")


def patient(resource: Json) -> list[str]:
    """Cells under PATIENT_COLUMNS. A birth date of a year or month alone is left empty."""
    names = [
        n for n in items(resource.get("name")) if n.get("use") not in ("old", "maiden", "anonymous", "temp")
    ]
    names = sorted(names, key=lambda n: n.get("use") not in ("official", "usual"))
    chosen = names[0] if names else {}
    given = [g for g in chosen.get("given", []) if isinstance(g, str)]
    name = text(chosen.get("text")) or " ".join([*given, text(chosen.get("family"))]).strip()
    birth = text(resource.get("birthDate"))
    return [identifier_of(resource), name, text(resource.get("gender")), birth if is_day(birth) else ""]


def transplant(resource: Json, patient_id: str, zone: ZoneInfo | None) -> list[str] | None:
    """Cells under TRANSPLANT_COLUMNS, or None when the procedure transplants no solid organ of ours.

    Raises ValueError when it is one that was not done.
    """
    said = words_of(part(resource.get("code")))
    if not _TRANSPLANTING.search(said) or _ABOUT_TRANSPLANT.search(said):
        return None
    organ = next((o for o, form in _ORGANS if re.search(form, said, re.IGNORECASE)), "")
    if not organ:
        return None
    if text(resource.get("status")) != "completed":
        raise ValueError(texts.NOT_COMPLETED.format(status=text(resource.get("status")) or texts.MISSING))
    return [patient_id, _performed(resource, zone), organ]


def procedure_event(resource: Json, patient_id: str, zone: ZoneInfo | None) -> list[str] | None:
    """Cells under EVENT_COLUMNS for biopsies and imaging of bone and joints; None for the rest."""
    said = words_of(part(resource.get("code")))
    if text(resource.get("status")) != "completed":
        return None
    if re.search(r"\bbiopsy\b", said, re.IGNORECASE) and re.search(
        r"kidney|renal|skin|bone|liver|graft", said, re.IGNORECASE
    ):
        kind = "biopsy"
    elif re.search(
        r"magnetic resonance|\bMRI\b|scintigra|radiograph|\bx-ray\b|plain x-ray|computed tomography",
        said,
        re.IGNORECASE,
    ):
        kind = "imaging"
    else:
        return None
    return [patient_id, kind, _performed(resource, zone), name_of(part(resource.get("code")))]


def pain(resource: Json, patient_id: str, zone: ZoneInfo | None) -> list[str] | None:
    """Cells under SYMPTOM_COLUMNS for a condition that is pain at a site; None for the rest."""
    code = part(resource.get("code"))
    said = " | ".join([words_of(code), *(words_of(site) for site in items(resource.get("bodySite")))])
    site = next(
        (
            _SNOMED_PAIN[text(c.get("code"))]
            for c in items(code.get("coding"))
            if text(c.get("code")) in _SNOMED_PAIN
        ),
        "",
    )
    if not site and not re.search(r"\bpain\b|arthralgia", said, re.IGNORECASE):
        return None
    site = site or next((s for s, form in _SITES if re.search(form, said, re.IGNORECASE)), "")
    if not site or not _true(resource):
        return None
    sides = [s for s in ("left", "right") if re.search(rf"\b{s}\b", said, re.IGNORECASE)]
    side = (
        "both" if re.search(r"\bboth\b|bilateral", said, re.IGNORECASE) or len(sides) == 2 else "".join(sides)
    )
    return [
        patient_id,
        "pain",
        site,
        _onset(resource, zone),
        side,
        day_of(resource.get("abatementDateTime"), zone),
        name_of(code),
    ]


def condition_event(resource: Json, patient_id: str, zone: ZoneInfo | None) -> list[str] | None:
    """Cells under EVENT_COLUMNS for rejection and graft failure; None for the rest."""
    said = words_of(part(resource.get("code")))
    if not re.search(r"transplant|graft|T86\.", said, re.IGNORECASE) or not _true(resource):
        return None
    if re.search(r"reject|T86\.11\b", said, re.IGNORECASE):
        kind = "rejection"
    elif re.search(r"failure|T86\.12\b", said, re.IGNORECASE):
        kind = "graft_failure"
    else:
        return None
    return [patient_id, kind, _onset(resource, zone), name_of(part(resource.get("code")))]


def risk_factor(resource: Json) -> str:
    """diabetes, obesity or ''. Inactive ones count too: calciphylaxis asks for any on record."""
    said = words_of(part(resource.get("code")))
    if not _true(resource):
        return ""
    for name, form, not_form in _RISKS:
        if re.search(form, said, re.IGNORECASE) and not re.search(not_form, said, re.IGNORECASE):
            return name
    return ""


def _true(resource: Json) -> bool:
    status = part(resource.get("verificationStatus"))
    return not any(text(c.get("code")) in _NOT_SO for c in items(status.get("coding")))


def _onset(resource: Json, zone: ZoneInfo | None) -> str:
    # the day of recording never stands in for an onset: the road rejects an empty one
    return day_of(resource.get("onsetDateTime") or part(resource.get("onsetPeriod")).get("start"), zone)


def _performed(resource: Json, zone: ZoneInfo | None) -> str:
    return day_of(
        resource.get("performedDateTime") or part(resource.get("performedPeriod")).get("start"), zone
    )
