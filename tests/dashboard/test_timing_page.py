"""Dose–symptom timing: filters, chance overlap, one onset in full, CSV."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parent))

from drawn_page import read_tables

from dashboard.charts import onset_lags
from dashboard.charts.palette import DARK, LIGHT
from dashboard.components import clinic_data, onset_tables
from dashboard.texts import dose_symptom_timing as texts
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
    tables = [*(d.value for d in app.dataframe), *read_tables(app)]
    assert any("Change" in t.columns and t["Change"].str.contains("extended release").any() for t in tables)
    assert any("C0/D" in t.columns for t in tables)


def _key(label: str) -> str:
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


@pytest.mark.parametrize(("onsets", "step"), [(1, 1), (3, 1), (7, 2), (60, 20)])
def test_the_axis_of_counts_has_whole_steps(onsets, step):
    nearest = pd.DataFrame({"lag_days": [10] * onsets, "drug_class": "cni", "kind": "increase"})
    axis = onset_lags.lag_histogram(nearest, LIGHT).layout.yaxis
    assert (axis.tick0, axis.dtick) == (0, step)


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


@pytest.mark.usefixtures("demo")
def test_one_onset_shows_every_number_of_its_weeks_in_the_chosen_units():
    from dashboard import state

    conventional, si = (_one_onset(**{state.SI_UNITS: chosen}) for chosen in (False, True))
    assert any("Ca mg/dL" in t.columns for t in conventional)
    assert any("Ca mmol/L" in t.columns for t in si)
    assert any(texts.RUNNING in set(t.get(texts.TO, ())) for t in si)
    assert any("tacrolimus 5 → 7 mg/day" in set(t.get(texts.CHANGE, ())) for t in si)
    levels = next(t for t in si if texts.C0_D in t.columns)
    assert levels[texts.DAY].astype(int).is_monotonic_decreasing, "the newest first, counted from the onset"


def _one_onset(**session: object) -> list:
    app = AppTest.from_string(VIEW, default_timeout=60)
    for key, value in session.items():
        app.session_state[key] = value
    app.run()
    onset = next(o for o in app.selectbox(key="dst_one").options if "SIM-001 · pain, both feet" in o)
    day = onset.rsplit("· ", 1)[1]
    app.selectbox(key="dst_one").set_value(f"SIM-001 pain|foot|{_iso(day)}").run()
    assert not app.exception
    return [*(d.value for d in app.dataframe), *read_tables(app)]


def _iso(day: str) -> str:
    import pandas as pd

    return pd.Timestamp(day).date().isoformat()


def test_days_without_the_drug_are_a_row_of_their_own():
    import pandas as pd

    periods = pd.DataFrame(
        {
            "drug": ["tacrolimus"] * 3,
            "first_on": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-02-11"]),
            "last_on": pd.to_datetime(["2026-01-20", "2026-02-10", None]),
            "mg_per_day": [4.0, 2.0, 2.5],
            "formulation": ["", "", ""],
            "reason": ["", "", ""],
        }
    )
    record = SimpleNamespace(dose_periods=periods)
    table = onset_tables.doses(record, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-03-01"))
    assert table[texts.MG_PER_DAY].tolist() == ["4", texts.HELD, "2", "2.5"]
    assert table[texts.FROM].tolist()[1] == "21 Jan 2026"
    assert table[texts.TO].tolist()[1:] == ["31 Jan 2026", "10 Feb 2026", texts.RUNNING]
