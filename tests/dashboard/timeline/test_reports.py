"""The printed pages: what stands on them, the patient's id on every page, figures as vectors."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pandas as pd
from pypdf import PdfReader

from dashboard.reports.minutes_report import minutes_report
from dashboard.reports.patient_report import patient_report

DAY = date(2010, 1, 25)
ALERT = {
    "status": "open", "severity": "critical", "rule": "cips_pain_after_cni_increase", "began_on": pd.Timestamp("2010-01-25"),
    "why": "Both feet 8/10: tacrolimus 2 → 4 mg/day 7 days before <b>", "evidence": "[]", "threshold": 14.0, "unit": "days",
    "missing": "",
}  # fmt: skip


def evaluation() -> Any:
    unknown = {"answer": "cannot_tell", "rule": "ca_p_over_70", "missing": "phosphorus missing on 2010-01-25"}
    return SimpleNamespace(alerts=pd.DataFrame([ALERT]), answers=pd.DataFrame([unknown]))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_patient_page_on_paper_says_what_the_screen_says(cips: Any) -> None:
    said = text(patient_report(cips, evaluation(), {}, DAY))
    assert "second kidney (living donor), 7 Dec 2009" in said
    assert "◆ critical" in said
    assert "phosphorus missing on 25 Jan 2010" in said
    assert "dose doubled, level fell 29 %" in said
    assert "7 days after the rise" in said
    assert "SIMULATED" not in said


def test_the_figure_is_drawn_not_photographed(cips: Any) -> None:
    pages = PdfReader(BytesIO(patient_report(cips, evaluation(), {}, DAY))).pages
    assert not any(len(page.images) for page in pages)


def test_every_page_names_the_patient_and_says_when_simulated(cips: Any) -> None:
    pages = PdfReader(BytesIO(patient_report(cips, evaluation(), {}, DAY, simulated=True))).pages
    for page in pages:
        assert "CIPS-1" in page.extract_text()
        assert "SIMULATED CLINIC" in page.extract_text()


def test_10_img_onerror_is_text_on_paper(cips: Any) -> None:
    evil = "<img src=x onerror=alert(1)>"
    cips.patient.update(name=evil, risk_factors=(evil,))
    cips.events["title"] = cips.transplants["organ"] = cips.dose_periods["formulation"] = evil
    cips.results["reported_unit"] = evil
    cips.results["correction_waits"] = True
    answers = evaluation()
    answers.alerts["why"] = answers.answers["missing"] = evil
    said = " ".join(text(patient_report(cips, answers, {}, DAY)).split())
    assert said.count("<img src=x onerror=alert(1)>") >= 6
    entry = {
        "patient_id": evil, "name": evil, "severity": "critical", "reason": evil, "reviewed": True, "answers": [evil],
        "decisions": [{"decision": evil, "owner": evil, "due_on": DAY, "note": evil, "outcome": evil}], "earlier": [],
    }  # fmt: skip
    minutes = SimpleNamespace(
        held_on=DAY, since=DAY, unfinished="", present=evil, counts={"new": 1}, patients=[entry]
    )
    assert " ".join(text(minutes_report(minutes)).split()).count("<img src=x onerror=alert(1)>") >= 6


def test_long_and_bare_records_print_too(arthritis: Any, calciphylaxis: Any) -> None:
    assert "methotrexate" in text(patient_report(arthritis, evaluation(), {}, date(2008, 1, 1)))
    assert "95.4" in text(patient_report(calciphylaxis, evaluation(), {}, date(2000, 6, 15)))


def test_minutes_name_each_patient_with_decision_owner_and_day() -> None:
    decision = {
        "decision": "MRI of both feet",
        "owner": "Dr Vogt",
        "due_on": date(2010, 2, 8),
        "note": "",
        "outcome": "",
    }
    minutes = SimpleNamespace(
        held_on=DAY, since=date(2010, 1, 18), present="A. Pharmacist", counts={"new": 1, "quiet": 3},
        unfinished="No meeting was finished on 25 Jan 2010.",
        patients=[
            {"patient_id": "CIPS-1", "name": "", "severity": "critical", "reason": "Both feet <8/10>", "reviewed": True,
             "answers": ["acknowledged by A. Pharmacist"], "decisions": [decision], "earlier": []},
            {"patient_id": "SIM-023", "name": "", "severity": "", "reason": "", "reviewed": True},
        ],
    )  # fmt: skip
    said = text(minutes_report(minutes))
    assert "Weekly review of 25 Jan 2010" in said
    assert "MRI of both feet · Dr Vogt · by 8 Feb 2010" in said
    assert "Both feet <8/10>" in said
    assert "1 of 4 patients asked for attention: 1 with something new" in " ".join(said.split())
    assert said.split("\n").index("No meeting was finished on 25 Jan 2010.") < said.split("\n").index(
        "Weekly review of 25 Jan 2010"
    )
    assert "no alert" in said, "a patient without a reason has words, not an empty sign"
    assert "information" not in said
    assert said.count("CIPS-1") >= 2  # with the entry and on the foot of the page
