"""The demonstration's alerts: each archetype on its interesting day, the published cases, and a list a clinic would know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from analytics.alerts import Evaluation, evaluate
from data.demo import build
from data.demo.rows import LAST_DAY
from data.store import Store

pytestmark = pytest.mark.all_cores

ATTENTION = ("critical", "warning")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("demo") / "demo.duckdb", time_zone="Europe/Berlin") as store:
        build(store)
        yield store


@pytest.fixture(scope="module")
def today(demo: Store) -> Evaluation:
    return evaluate(demo, LAST_DAY)


def open_rules(evaluation: Evaluation, patient_id: str) -> dict[str, str]:
    """Open rules that ask for attention, with their severity."""
    alerts = evaluation.alerts
    mine = alerts[
        (alerts.patient_id == patient_id) & (alerts.status == "open") & alerts.severity.isin(ATTENTION)
    ]
    return dict(zip(mine.rule, mine.severity, strict=True))


@pytest.mark.parametrize(
    ("patient_id", "rules"),
    [
        (
            "SIM-001",
            {
                "cips_pain_in_window": "critical",
                "cips_pain_after_cni_increase": "critical",
                "cips_alp_raised": "warning",
                "hypercalcaemia_with_high_pth": "warning",  # calcium 10.3 with PTH 140
            },
        ),
        ("SIM-002", {"cips_pain_in_window": "critical", "pain_after_exposure_change": "warning"}),
        ("SIM-003", {"cips_pain_in_window": "critical"}),
        (
            "SIM-004",
            {
                "cips_pain_in_window": "critical",
                "cips_alp_raised": "warning",
                "hypercalcaemia_with_high_pth": "warning",
                "pth_over_4x_uln": "warning",
            },
        ),
        ("SIM-005", {"trough_out_of_target": "critical"}),
        ("SIM-006", {"hypercalcaemia_severe": "critical", "hypercalcaemia_pth_not_raised": "warning"}),
        ("SIM-007", {"trough_out_of_target": "critical", "trough_variability_high": "warning"}),
        (
            "SIM-008",
            {
                "ca_p_over_70": "critical",
                "calciphylaxis_risk": "critical",
                "pth_over_4x_uln": "warning",
                "trough_out_of_target": "warning",
            },
        ),
        ("SIM-009", {"calciphylaxis_risk": "critical"}),
        ("SIM-010", {"cips_pain_in_window": "critical"}),
    ],
)
def test_each_archetype_is_on_the_list_of_the_last_day(
    today: Evaluation, patient_id: str, rules: dict[str, str]
) -> None:
    assert open_rules(today, patient_id) == rules


def test_most_patients_are_quiet(today: Evaluation) -> None:
    alerts = today.alerts
    clinic = alerts[
        alerts.patient_id.str.startswith("SIM-") & (alerts.status == "open") & alerts.severity.isin(ATTENTION)
    ]
    assert 20 <= clinic.patient_id.nunique() <= 45


@pytest.mark.parametrize(
    ("patient_id", "as_of", "fires", "silent"),
    [
        (
            "CIPS-1",
            date(2010, 1, 17),
            {"cips_window", "cips_pain_in_window"},
            {"cips_pain_after_cni_increase", "cips_alp_raised"},
        ),
        (
            "CIPS-1",
            date(2010, 1, 25),
            {
                "cips_window",
                "cips_pain_in_window",
                "cips_pain_after_cni_increase",
                "pth_over_4x_uln",
                "hypercalcaemia_with_high_pth",
                "trough_out_of_target",
            },
            {"ca_p_over_70"},
        ),
        ("RA-1", date(2001, 4, 1), {"cips_window"}, {"cips_pain_in_window", "pain_after_exposure_change"}),
        (
            "CALC-1",
            date(2000, 6, 15),
            {"ca_p_over_70", "product_disagrees", "calciphylaxis_risk", "hypercalcaemia_pth_not_raised"},
            {"cips_window", "cips_pain_in_window", "cips_alp_raised", "pth_over_4x_uln"},
        ),
    ],
)
def test_the_published_cases(
    demo: Store, patient_id: str, as_of: date, fires: set[str], silent: set[str]
) -> None:
    found = evaluate(demo, as_of, patients=[patient_id]).alerts
    rules = set(found[found.status == "open"].rule)
    assert fires <= rules
    assert not silent & set(found.rule)


@pytest.mark.parametrize(
    ("patient_id", "as_of", "said"),
    [
        ("CALC-1", date(2000, 6, 15), "peritoneal dialysis"),
        ("CALC-1", date(2000, 6, 15), "vitamin D"),
        ("SIM-008", LAST_DAY, "haemodialysis"),
    ],
)
def test_a_factor_of_the_skin_is_named_once(demo: Store, patient_id: str, as_of: date, said: str) -> None:
    found = evaluate(demo, as_of, patients=[patient_id]).alerts
    (why,) = found[found.rule == "calciphylaxis_risk"].why
    factors = why.split(": ", 1)[1].split(", ")
    assert said in factors
    assert not {"dialysis", "vitamin d"} & set(factors)


def test_an_ended_pain_is_told_with_the_score_it_reached(today: Evaluation) -> None:
    alerts = today.alerts
    pains = alerts[alerts.rule.str.contains("pain") & (alerts.status == "ended")]
    assert not pains.why.str.contains(r"\b0/10").any(), "a pain that is gone began with a score"
    assert set(pains.loc[pains.patient_id == "SIM-011", "why"].str.extract(r"(\d+/10)")[0]) == {"7/10"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2010, 1, 3), "No calcium with phosphorus for 27 days (interval 14 days)"),
        (date(2010, 1, 4), "No calcium with phosphorus for 28 days (interval 14 days): twice the interval"),
        (
            date(2010, 1, 25),
            "No calcium with phosphorus for 49 days (interval 14 days): 3 times the interval",
        ),
    ],
)
def test_an_overdue_laboratory_says_how_long_it_is_in_intervals(demo: Store, day: date, said: str) -> None:
    alerts = evaluate(demo, day, patients=["CIPS-1"]).alerts
    assert alerts[alerts.rule == "labs_overdue"].why.tolist() == [said]
