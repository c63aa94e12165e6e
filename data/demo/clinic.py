"""The simulated clinic: some 190 patients drawn with a fixed seed, and the ten archetypes among them."""

from __future__ import annotations

import random
from datetime import timedelta

from data.demo import scripts
from data.demo.course import simulate
from data.demo.names import Names
from data.demo.rows import LAST_DAY, Chart

SEED = "Troughline simulated clinic 1"
PATIENTS = 200
CLINICS = [
    ("Larkhill Transplant Clinic", "Dr Merrow Quillon"),
    ("Larkhill Transplant Clinic", "Dr Tamsin Ashgrove"),
    ("Harbour Street Renal Clinic", "Dr Oriel Penhallow"),
]
DISEASES = (
    "IgA nephropathy",
    "polycystic kidney disease",
    "diabetic kidney disease",
    "hypertensive nephropathy",
    "focal segmental glomerulosclerosis",
    "reflux nephropathy",
    "lupus nephritis",
    "unknown",
)


def rows() -> dict[str, list[dict[str, str]]]:
    """Native rows of the whole clinic by kind; the same on every call and every machine."""
    names = Names(random.Random(f"{SEED} names"))
    charts = scripts.charts(names, CLINICS[:2])
    charts += [_patient(number, names) for number in range(len(charts) + 1, PATIENTS + 1)]
    together: dict[str, list[dict[str, str]]] = {}
    for chart in charts:
        for kind, some in chart.rows.items():
            together.setdefault(kind, []).extend(some)
    return together


def _patient(number: int, names: Names) -> Chart:
    chance = random.Random(f"{SEED} patient {number}")
    arthritis = chance.random() < 0.03
    since = chance.randint(6, 425) if chance.random() < 0.38 else chance.randint(426, 3400)
    anchor = LAST_DAY - timedelta(days=since)
    clinic, consultant = chance.choice(CLINICS)
    chart = Chart(f"SIM-{number:03d}", anchor, chance, si_laboratory=clinic.startswith("Harbour"))
    disease = "rheumatoid arthritis" if arthritis else chance.choice(DISEASES)
    risks = [
        name
        for name, share in (("diabetes", 0.2), ("obesity", 0.14), ("warfarin", 0.04))
        if chance.random() < share
    ]
    if disease == "diabetic kidney disease" and "diabetes" not in risks:
        risks.append("diabetes")
    age = min(78, max(19, chance.gauss(52, 13)))
    chart.add(
        "patients",
        name=names.next(),
        sex=chance.choice(("female", "male", "male", "female", "male")),
        birth_date=str(anchor - timedelta(days=round(age * 365.25))),
        risk_factors=";".join(sorted(risks)),
        indication="rheumatoid arthritis" if arthritis else "kidney transplant",
        primary_disease=disease,
        clinic=clinic,
        consultant=consultant,
    )
    if not arthritis:
        second = chance.random() < 0.1
        donor = chance.choice(("deceased", "deceased", "living"))
        chart.add(
            "transplants",
            transplanted_on=str(anchor),
            organ="kidney",
            donor=donor,
            graft_number="2" if second else "1",
        )
    simulate(chart, arthritis=arthritis)
    return chart
