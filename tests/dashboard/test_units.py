"""The units switch reaches the rules' own sentences: every figure with a unit follows it, nothing else is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.alerts import Evaluation, evaluate
from analytics.catalogue import ORDER, rules
from analytics.settings import load
from dashboard import cli, rule_words
from dashboard.charts.wording import measured, unit
from data.store import Store

DAY = date(2026, 6, 30)
LABS = """patient_id,test,collected_at,value,unit,specimen_id,reference_high
A,calcium,2026-06-01T08:00,11.3,mg/dL,1,
A,phosphorus,2026-06-01T08:00,6.5,mg/dL,1,
A,pth,2026-06-01T08:00,496,pg/mL,1,70
A,albumin,2026-06-01T08:00,2.8,g/dL,1,
B,calcium,2026-06-01T08:00,9.7,mg/dL,2,
B,phosphorus,2026-06-01T08:00,6.1,mg/dL,2,
B,albumin,2026-06-01T08:00,2.8,g/dL,2,
B,ca_p_product_reported,2026-06-01T08:00,51,mg²/dL²,2,
C,calcium,2026-06-01T08:00,12.7,mg/dL,3,
C,pth,2026-06-01T08:00,18,pg/mL,3,65
D,ionized_calcium,2026-06-01T08:00,6.25,mg/dL,4,
D,phosphorus,2026-06-02T08:00,1.2,mg/dL,5,
E,creatinine,2026-05-01T08:00,1.2,mg/dL,6,
E,creatinine,2026-06-01T08:00,1.64,mg/dL,7,
E,tacrolimus,2026-06-01T08:00,24.9,ng/mL,7,
F,calcium,2026-06-01T08:00,>9,mg/dL,8,
F,phosphorus,2026-06-01T08:00,5.5,mg/dL,8,
F,phosphorus,2026-06-02T08:00,<2,mg/dL,9,
F,pth,2026-06-01T08:00,>200,pg/mL,8,
F,creatinine,2026-06-01T08:00,<0.5,mg/dL,8,
F,calcium,2026-06-03T08:00,13,mg/dL,10,
F,pth,2026-06-03T08:00,<80,pg/mL,10,65
F,calcium,2026-06-04T08:00,>9,mg/dL,11,
"""
OTHERS = {
    "transplants": "patient_id,transplanted_on\n" + "".join(f"{p},2025-06-01\n" for p in "ABCDEF"),
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on\n"
    "E,tacrolimus,3,mg,twice_daily,2026-01-01\nE,tacrolimus,2,mg,twice_daily,2026-05-20\n",
    "symptoms": "patient_id,symptom,site,onset_on,side,severity,recorded_on\nA,skin_ulcer,lower_leg,2026-06-05,left,7,2026-06-05\n",
}
HARMLESS = (
    r"record \d+", r"\d+/10", r"\d{4}-\d\d-\d\d", r"\d+(\.\d+)? × its upper limit", r"= \d+(\.\d+)?$", r"\d+(\.\d+)? % apart",
    r"\d+ days", r"within \d+ days", r"\d+ of", r"in the 90 days",
)  # fmt: skip
"""Figures in sentences that are no measurement: ratios, days, scores, records."""
IN_SI = r"[<>]?\d+(\.\d+)?( [×÷→] (phosphorus )?[<>]?\d+(\.\d+)?)? (mmol²/L² \([<>]?\d+(\.\d+)? mg²/dL²\)|mmol/L|pmol/L|µmol/L|g/L)"
MEASURING = [name for name in ORDER if name in rule_words._PHRASES]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluation]:
    folder = tmp_path_factory.mktemp("units")
    for kind, text in {"labs": LABS, **OTHERS}.items():
        (folder / f"{kind}.csv").write_text(text)
        assert cli.main(["import", str(folder / f"{kind}.csv"), "--store", str(folder / "u.duckdb")]) == 0
    with Store.open(folder / "u.duckdb") as store:
        yield evaluate(store, DAY)


def told(asked: Evaluation, name: str) -> list[str]:
    """Every sentence the rule says: why, what is missing, details and words of its evidence."""
    alerts = asked.alerts[asked.alerts["rule"] == name]
    items = [item for text in alerts["evidence"] for item in json.loads(text)]
    answers = asked.answers[(asked.answers["rule"] == name) & (asked.answers["answer"] == "cannot_tell")]
    words = [item["value"] for item in items if not item["unit"]]
    return [*alerts["why"], *answers["missing"], *(item["detail"] for item in items), *words]


@pytest.mark.parametrize("name", MEASURING)
def test_no_conventional_figure_stays_alone_in_what_a_rule_says(asked: Evaluation, name: str) -> None:
    assert name in set(asked.alerts["rule"]), "the rule must speak, or this proves nothing"
    for text in told(asked, name):
        left = re.sub(IN_SI, "", rule_words.sentence(name, text, True))
        for pattern in HARMLESS:
            left = re.sub(pattern, "", left)
        assert not re.search(r"\d", left), (text, rule_words.sentence(name, text, True))


def test_a_rule_that_measures_minerals_is_known_here(asked: Evaluation) -> None:
    """A new rule with such a unit fails here until its sentences are."""
    units = asked.alerts.groupby("rule")["unit"].last()
    assert set(units.index[units.isin(["mg/dL", "pg/mL", "mg²/dL²"])]) <= set(MEASURING)


@pytest.mark.parametrize("name", sorted(rule_words._OF_RULE))
def test_values_and_limits_are_converted_with_the_factors_of_the_definitions(
    asked: Evaluation, name: str
) -> None:
    alert = asked.alerts[asked.alerts["rule"] == name].iloc[-1]
    quantity = rule_words._OF_RULE[name]
    shown = rule_words.sentence(name, alert["why"], True)
    assert measured(quantity, alert["value"], si=True, with_unit=False) in shown, (
        "the decimals of the column beside it"
    )
    limit = rule_words.threshold(name, alert["threshold"], alert["unit"], True)
    assert limit.split(" ")[1] == unit(quantity, True).name
    assert float(limit.split(" ")[0]) == pytest.approx(
        alert["threshold"] * unit(quantity, True).factor, abs=0.5
    )
    assert alert["unit"] in limit or unit(quantity, True).factor == 1


def test_a_sentence_in_si_reads_like_this(asked: Evaluation) -> None:
    def why(patient: str, name: str) -> str:
        found = asked.alerts[(asked.alerts["patient_id"] == patient) & (asked.alerts["rule"] == name)]
        return rule_words.sentence(name, found["why"].iloc[-1], True)

    assert (
        why("A", "ca_p_over_70")
        == "Ca × P 5.92 mmol²/L² (73.45 mg²/dL²): calcium 2.82 × phosphorus 2.10 mmol/L"
    )
    assert (
        why("C", "hypercalcaemia_pth_not_raised")
        == "Calcium 3.17 mmol/L with PTH 1.9 pmol/L: not parathyroid"
    )
    assert why("E", "creatinine_rise_after_cni_reduction").startswith("Creatinine 106 → 145 µmol/L, 12 days")
    assert rule_words.threshold("ca_p_over_70", 70.0, "mg²/dL²", True) == "5.64 mmol²/L² (70 mg²/dL²)"
    assert "Ca × P 5.92 mmol²/L²" in why("A", "calciphylaxis_risk")
    assert "albumin below 30 g/L" in why("A", "calciphylaxis_risk")


def test_conventional_changes_nothing(asked: Evaluation) -> None:
    for alert in asked.alerts.to_dict("records"):
        assert rule_words.sentence(alert["rule"], alert["why"], False) == alert["why"]
        assert [
            rule_words.evidence(alert["rule"], i, False) for i in json.loads(alert["evidence"])
        ] == json.loads(alert["evidence"])


@pytest.mark.parametrize(
    "text",
    ["Fracture: PTH 30 pg/mL in a letter", "X-ray: calcium 12 mg/dL was told by phone", "told in words: “calcium 500”"],
)  # fmt: skip
def test_a_figure_that_somebody_wrote_is_left_as_it_is(text: str) -> None:
    assert rule_words.sentence(rule_words.CAUSALITY, text, True) == text
    assert rule_words.sentence("cips_pain_in_window", text, True) == text


def test_the_limits_of_the_catalogue_stand_in_both(asked: Evaluation) -> None:
    said = {rule.name: rule for rule in rules()}
    assert rule_words.described("ca_p_over_70", said["ca_p_over_70"].title, True).endswith(
        "above 70 (5.64 mmol²/L²)"
    )
    assert "10.2 (2.54 mmol/L)" in rule_words.described(
        "hypercalcaemia_with_high_pth", said["hypercalcaemia_with_high_pth"].clears, True
    )
    for name in MEASURING:
        if name not in ("product_disagrees", "creatinine_rise_after_cni_reduction", "pth_over_4x_uln"):
            assert "ol" in rule_words.described(name, said[name].sentence, True), name


def test_every_limit_of_the_settings_with_such_a_unit_has_its_si(asked: Evaluation) -> None:
    for key, value, named, _ in load().items():
        wanted = re.match(r"(mg2/dL2|mg/dL|pg/mL|ng/mL|g/dL)\b", named) is not None
        assert bool(rule_words.setting(key, value, named)) == wanted, key


def weekly_page() -> None:
    from dashboard.views import weekly_review

    weekly_review.page()


def patient_page() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import patient

    st.session_state[state.PAGE] = "patient"
    patient.page()


@pytest.mark.parametrize("page", [weekly_page, patient_page])
def test_the_pages_follow_the_switch(shown_demo: Path, page: object) -> None:
    from dashboard import state

    shown = AppTest.from_function(page, default_timeout=180)  # type: ignore[arg-type]
    shown.session_state[state.PATIENT] = "CALC-1"
    for si in (False, True):
        shown.session_state[state.SI_UNITS] = si
        shown.run()
        assert not shown.exception
        text = " ".join(str(block.proto.body) for block in shown.get("html"))
        text = re.sub(r"<[^>]+>", " ", text)
        assert bool(re.search(r"[Cc]alcium \d+\.\d ?(mg/dL|×|with)", text)) is not si
        assert ("mmol/L" in text) is si
        assert not (si and re.search(r"\d (mg/dL|pg/mL|ng/mL)(?!\)| \(| in the literature)", text))


def test_paper_follows_the_switch(asked: Evaluation) -> None:
    from analytics.minutes import Minutes
    from dashboard.components.meeting_end import in_units

    alert = asked.alerts[asked.alerts["rule"] == "ca_p_over_70"].iloc[0]
    entry = {"patient_id": "A", "reason": alert["why"], "told_by": "ca_p_over_70"}
    found = Minutes(DAY, DAY, "", "", {}, [entry])
    assert "5.92 mmol²/L²" in in_units(found, True).patients[0]["reason"]
    assert in_units(found, False).patients[0]["reason"] == alert["why"]


def test_stored_alerts_keep_their_canonical_figures(asked: Evaluation) -> None:
    whys = pd.concat([asked.alerts["why"], asked.alerts["evidence"]])
    assert not whys.str.contains("mmol|pmol|µmol", regex=True).any()
