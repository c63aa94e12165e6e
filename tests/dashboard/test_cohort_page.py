"""The cohort page: swimmers, values by month, re-zeroed curves with n at risk, burden beside the published figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.charts import cohort_charts
from dashboard.charts.palette import LIGHT

VIEW = "from dashboard.views import cohort\ncohort.page()\n"


def opened() -> AppTest:
    return AppTest.from_string(VIEW, default_timeout=60).run()


def test_numbers_under_the_months_stand_upright_and_apart():
    names = ("median", "low_decile", "high_decile", "lower_quartile", "upper_quartile")
    months = pd.DataFrame(dict.fromkeys(names, [1.0] * 24) | {"month": range(24), "patients": [102] * 24})
    axis = cohort_charts.month_figure(months, "PTH", "pg/mL", "pth", [65], LIGHT).layout.xaxis
    assert axis.tickangle == 0
    assert len(axis.tickvals) * 33 <= 135, "n 102 is 33 px wide; at 1024 px a chart of three has 135"


@pytest.mark.usefixtures("demo")
def test_page_draws_and_names_the_published_burden():
    app = opened()
    assert not app.exception
    said = " ".join(m.value for m in app.markdown)
    assert "0.61" in said
    assert "Descriptive" in said
    assert any("Inside the CIPS window" in s.value for s in app.header)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("event", ["leg_pain", "transplant", "cni_reduction"])
def test_every_event_and_measure_draws(event):
    app = opened()
    app.selectbox(key="cohort_event").set_value(event)
    app.selectbox(key="cohort_measure").set_value("alp").run()
    assert not app.exception


@pytest.mark.usefixtures("empty_store")
def test_empty_store():
    app = opened()
    assert not app.exception
    assert any("transplants" in i.value for i in app.info)


def test_n_at_risk_stands_under_the_axis():
    curve = pd.DataFrame(
        {
            "week": range(-12, 26),
            "at_risk": 7,
            "with_value": 3,
            "lower_quartile": 4.0,
            "median": 5.0,
            "upper_quartile": 6.0,
        }
    )
    figure = cohort_charts.curve_figure(curve, "ALP", "U/L", "alp", "CNI increase", LIGHT)
    assert all("7<br>3" in text for text in figure.layout.xaxis.ticktext)


def test_inside_the_window_counts_whom_the_rule_counts(empty_store: Path, tmp_path: Path) -> None:
    """A on a CNI, B without any dose, C off it since May, D not yet at day 21, and a window that closes today for E."""
    from data.importing.api import import_file

    days = {"A": "2026-01-10", "B": "2026-01-10", "C": "2026-01-10", "D": "2026-06-20", "E": "2025-04-30"}
    head = "patient_id,drug,dose,dose_unit,frequency,started_on,stopped_on\n"
    rows = {
        "transplants": "patient_id,transplanted_on\n" + "".join(f"{p},{on}\n" for p, on in days.items()),
        "doses": head
        + "".join(
            f"{p},tacrolimus,2,mg,twice_daily,{days[p]},{'2026-05-01' if p == 'C' else ''}\n" for p in "ACDE"
        ),
    }
    for kind, text in rows.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(state.open_store(), tmp_path / f"{kind}.csv", who="test", today=date(2026, 6, 30))
    app = AppTest.from_string(VIEW, default_timeout=60)
    app.session_state[state.CLINIC_DAY] = date(2026, 6, 30)
    app.run()
    assert not app.exception
    (counts,) = (table.value for table in app.dataframe)
    assert counts.loc[counts["rule"] == "CIPS window", "patients"].tolist() == [2]
    assert app.header[0].value == "Inside the CIPS window on a CNI: 2 patients"
    (said,) = (c.value for c in app.caption if "drawn" in c.value)
    assert said.endswith(
        "2 inside the window without a CNI on record that day, 1 whose window is not open yet."
    )
