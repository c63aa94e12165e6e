"""Dose–symptom timing: filters, chance overlap, one onset in full, CSV."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import onset_lags
from dashboard.charts.palette import DARK, LIGHT
from dashboard.components import clinic_data
from dashboard.texts.dose_symptom_timing import KINDS
from dashboard.views.dose_symptom_timing import described, last_change

VIEW = "from dashboard.views import dose_symptom_timing\ndose_symptom_timing.page()\n"


def opened() -> AppTest:
    return AppTest.from_string(VIEW, default_timeout=60).run()


@pytest.mark.usefixtures("demo")
def test_page_states_the_chance_overlap_and_that_it_is_descriptive():
    app = opened()
    assert not app.exception
    said = " ".join(m.value for m in app.markdown)
    assert "Descriptive" in said
    assert "by chance alone" in said


@pytest.mark.usefixtures("demo")
def test_filters_and_one_onset():
    app = opened()
    app.multiselect(key="dst_site").set_value(["ankle"]).run()
    onset = next(o for o in app.selectbox(key="dst_one").options if "SIM-002" in o)
    app.selectbox(key="dst_one").set_value(f"SIM-002 {_key(onset)}").run()
    assert not app.exception
    tables = [d.value for d in app.dataframe]
    assert any("Change" in t.columns and t["Change"].str.contains("extended release").any() for t in tables)
    assert any("C0/D" in t.columns for t in tables)


def _key(label: str) -> str:
    import pandas as pd

    day = pd.Timestamp(label.rsplit("· ", 1)[1]).date()
    return f"pain|ankle|{day.isoformat()}"


@pytest.mark.usefixtures("demo")
def test_the_last_change_before_the_cips_archetype_is_the_increase():
    onsets = described(_timing().onsets)
    nearest = last_change(onsets).set_index("onset")
    feet = nearest[(nearest.patient_id == "SIM-001") & (nearest.site == "foot")].iloc[0]
    assert (feet.kind, feet.lag_days, feet.level_before, feet.level_after) == ("increase", 10, 5.2, 9.4)
    for theme in (LIGHT, DARK):
        figure = onset_lags.lag_figure(nearest.reset_index(), KINDS, theme)
        ids = {point[0] for trace in figure.data for point in trace.customdata}
        assert "SIM-001" in ids, "every dot knows its patient"
        assert onset_lags.lag_histogram(nearest.reset_index(), theme).data[0].y.sum() >= 2


def _timing():
    from analytics import cohort
    from dashboard import state

    return cohort.timing(state.store(), state.default_day(), known_on=None, settings=state.settings())


@pytest.mark.usefixtures("empty_store")
def test_empty_store():
    app = opened()
    assert not app.exception
    assert any("Record" in i.value for i in app.info)
    assert clinic_data.case_studies() == set()
