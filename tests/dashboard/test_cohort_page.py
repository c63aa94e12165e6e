"""The cohort page: swimmers, values by month, re-zeroed curves with n at risk, burden beside the published figure."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import cohort_charts
from dashboard.charts.palette import LIGHT

VIEW = "from dashboard.views import cohort\ncohort.page()\n"


def opened() -> AppTest:
    return AppTest.from_string(VIEW, default_timeout=60).run()


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
