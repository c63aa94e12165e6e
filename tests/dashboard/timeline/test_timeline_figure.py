"""The timeline figure: its axes, its story, its labels, and that nothing from a file can speak HTML in it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import palette
from dashboard.charts.finding import finding
from dashboard.charts.labels import text_width
from dashboard.charts.tidy import tidy
from dashboard.charts.timeline import drawing, timeline
from dashboard.charts.timeline_table import table
from dashboard.charts.view import View, span, zero_choices

DAYS = {"cips": date(2010, 1, 25), "arthritis": date(2008, 1, 1), "calciphylaxis": date(2000, 6, 15)}


def view_of(record: Any, as_of: date, preset: str = "all", **more: Any) -> View:
    neat = tidy(record, as_of)
    start, end = span(neat, as_of, preset)
    zeros = zero_choices(neat)
    return View(as_of, start, end, zero=zeros[0][1] if zeros else None, **more)


def words(figure: go.Figure) -> str:
    return " | ".join(str(note["text"]) for note in figure.to_dict()["layout"]["annotations"])


@pytest.fixture(params=["cips", "arthritis", "calciphylaxis"])
def case(request: pytest.FixtureRequest) -> tuple[Any, date]:
    return request.getfixturevalue(request.param), DAYS[request.param]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("preset", ["window", "3 months", "1 year", "all"])
def test_every_property_is_one_that_plotly_knows(case: tuple[Any, date], preset: str, theme: str) -> None:
    record, as_of = case
    view = view_of(record, as_of, preset, theme=palette.theme(theme), extra=("calcium", "phosphorus"))
    go.Figure(timeline(record, view).to_dict())


def test_all_rows_share_one_time_axis_and_one_hover(cips: Any) -> None:
    figure = timeline(cips, view_of(cips, DAYS["cips"])).to_dict()
    assert {trace["xaxis"] for trace in figure["data"]} == {"x", "x2"}
    assert figure["layout"]["hovermode"] == "x unified"
    assert figure["layout"]["hoversubplots"] == "axis"
    rows = [name for name in figure["layout"] if name.startswith("yaxis")]
    assert figure["layout"]["xaxis"]["anchor"] == f"y{len(rows)}"


def test_rows_stand_in_the_order_of_reasoning_and_never_overlap(cips: Any) -> None:
    rows = drawing(cips, view_of(cips, DAYS["cips"])).rows
    assert [row.key for row in rows] == [
        "trough tacrolimus", "dose tacrolimus", "others", "ca_p", "pth", "alp", "symptoms", "events",
    ]  # fmt: skip
    layout = timeline(cips, view_of(cips, DAYS["cips"])).to_dict()["layout"]
    domains = [layout["yaxis" if i == 0 else f"yaxis{i + 1}"]["domain"] for i in range(len(rows))]
    assert all(upper[0] >= lower[1] for upper, lower in itertools.pairwise(domains))


def test_cips_tells_that_the_level_fell_while_the_dose_doubled_and_the_feet_hurt(cips: Any) -> None:
    said = words(timeline(cips, view_of(cips, DAYS["cips"], "window")))
    assert "dose doubled, level fell 29 %" in said
    assert "severe pain, both feet 8/10 · 7 days after the rise" in said
    assert "? calcium 11.2 mg/dL, no phosphorus: cannot tell" in said
    assert "833 = 12.8 × limit" in said
    assert "CIPS window" in said
    assert "28 Dec 2009" in said
    assert "no result on record" in said  # ALP


def test_the_story_is_computed_from_the_record(cips: Any) -> None:
    cips.troughs.loc[1, "value"] = 11.2
    said = words(timeline(cips, view_of(cips, DAYS["cips"], "window")))
    assert "dose doubled, level rose 100 %" in said


def test_nothing_after_the_shown_day_is_drawn(cips: Any) -> None:
    said = words(timeline(cips, view_of(cips, date(2010, 1, 17))))
    assert "MRI" not in said
    assert "4.0" not in said
    assert "both feet" not in said


def test_seven_years_and_a_day_of_labs_both_read(arthritis: Any, calciphylaxis: Any) -> None:
    long = words(timeline(arthritis, view_of(arthritis, DAYS["arthritis"])))
    assert "methotrexate ↓ 6 mg/week" in long
    assert "no level on record" in long
    day = words(timeline(calciphylaxis, view_of(calciphylaxis, DAYS["calciphylaxis"])))
    assert "95.4" in day
    assert "90 printed by the lab" in day
    assert "&lt;5" in day


def test_the_last_day_of_a_dose_has_its_year_where_it_is_not_that_of_the_shown_day(cips: Any) -> None:
    said = words(timeline(cips, view_of(cips, date(2010, 6, 1))))
    assert "last day 25 Jan" in said
    assert "last day 25 Jan 2010" not in said
    assert "last day 25 Jan 2010" in words(timeline(cips, view_of(cips, date(2011, 6, 1))))


def test_a_patient_without_anything_gets_rows_that_say_so(cips: Any) -> None:
    names = (
        "troughs",
        "dose_periods",
        "changes",
        "symptoms",
        "follow_ups",
        "events",
        "results",
        "ca_p",
        "targets",
    )
    bare = replace(cips, **{name: getattr(cips, name).iloc[0:0] for name in names})
    rows = drawing(bare, view_of(bare, DAYS["cips"])).rows
    assert all(row.empty for row in rows)


def test_levels_wear_their_state(cips: Any) -> None:
    cips.troughs.loc[0, "before_steady_state"] = True
    cips.troughs.loc[1, "comparator"] = "<"
    cips.results.loc[1, "versions"] = 2
    points = [m for m in drawing(cips, view_of(cips, DAYS["cips"])).rows[0].marks if hasattr(m, "symbol")]
    assert {(p.symbol, p.hollow) for p in points} >= {
        ("circle", True),
        ("triangle-down", False),
        ("tick", False),
    }


def test_an_extreme_stands_at_the_edge_with_its_number(cips: Any) -> None:
    more = [
        cips.troughs.iloc[[0]].assign(collected_at=pd.Timestamp("2010-01-05") + pd.Timedelta(days=n))
        for n in range(5)
    ]
    troughs = pd.concat([*more, cips.troughs.assign(value=[5.6, 48.0])], ignore_index=True)
    high = replace(cips, troughs=troughs)
    row = drawing(high, view_of(high, DAYS["cips"])).rows[0]
    assert row.high < 30
    assert any(getattr(m, "text", "") == "48.0 ↑" for m in row.marks)


@pytest.mark.parametrize("width", [460, 800])
def test_labels_of_a_row_never_overlap(case: tuple[Any, date], width: int) -> None:
    record, as_of = case
    for row in drawing(record, replace(view_of(record, as_of, "window"), width=width)).rows:
        boxes = []
        for mark in row.marks:
            if not hasattr(mark, "spot"):
                continue
            wide = text_width(mark.text, mark.size, mark.bold)
            left = (
                row.view.px(mark.x)
                + mark.spot.dx
                - {"left": 0, "center": wide / 2, "right": wide}[mark.spot.anchor]
            )
            top = row.py(mark.y) + mark.spot.dy - {"top": 0, "middle": 7, "bottom": 14}[mark.spot.baseline]
            assert left > -2, mark.text
            boxes.append((left, top, left + wide, top + 13, mark.text))
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a[4], b[4])


def test_10_text_from_files_cannot_speak_html_in_the_figure(cips: Any) -> None:
    evil = "<a href='javascript:alert(1)'>x</a><b>%{x}</b>"
    cips.events["title"] = evil
    cips.symptoms["site"] = evil
    cips.dose_periods["formulation"] = evil
    cips.transplants["organ"] = evil
    cips.results["specimen_id"] = evil
    text = str(timeline(cips, view_of(cips, DAYS["cips"])).to_dict())
    assert "<a href" not in text
    assert "%{x}</b>" not in text


def test_30_a_level_of_unknown_timing_says_so_in_hover_and_table(cips: Any) -> None:
    view = view_of(cips, DAYS["cips"])
    assert "timing unverified" not in str(timeline(cips, view).to_dict())
    cips.troughs["timing_known"] = [True, False]
    assert str(timeline(cips, view).to_dict()).count("timing unverified") == 1
    rows = table(tidy(cips, DAYS["cips"]), view)
    assert rows[rows["Note"].str.contains("timing unverified")]["Value"].tolist() == ["4.0 ng/mL"]


def test_units_change_together(cips: Any) -> None:
    said = words(timeline(cips, view_of(cips, DAYS["cips"], "window", si=True)))
    assert "2.80 mmol/L" in said
    assert "88.4 = 12.8 × limit" in said
    assert "limit 5.64" in said


def test_a_product_of_less_and_more_says_so_with_both_sides_and_their_comparators(cips: Any) -> None:
    cips.ca_p.loc[0, ["phosphorus_mg_dl", "missing"]] = [9.0, "comparators"]
    cips.ca_p.loc[0, ["calcium_comparator", "phosphorus_comparator"]] = ["<", ">"]
    neat, view = tidy(cips, DAYS["cips"]), view_of(cips, DAYS["cips"], "window")
    said = "? calcium &lt;11.2 mg/dL, phosphorus &gt;9.0 mg/dL, a product of &lt; and &gt;"
    assert said in words(timeline(neat, view))
    assert "a product of < and >" in table(neat, view)["Note"].tolist()
    assert "Ca × P cannot be told on 25 Jan 2010: a product of < and >." in finding(neat, view)


def test_a_product_beyond_what_was_measured_shows_which_side_was(calciphylaxis: Any) -> None:
    last = len(calciphylaxis.ca_p) - 1
    calciphylaxis.ca_p.loc[last, ["comparator", "phosphorus_comparator"]] = [">", ">"]
    neat, view = tidy(calciphylaxis, DAYS["calciphylaxis"]), view_of(calciphylaxis, DAYS["calciphylaxis"])
    assert "10.6 mg/dL × >9.0 mg/dL" in table(neat, view)["Note"].tolist()
    hovers = str(timeline(neat, view).to_dict()["data"])
    assert "× phosphorus &gt;" in hovers


def test_the_axis_can_count_from_a_dose_change(cips: Any) -> None:
    zero = date(2010, 1, 18)
    view = replace(
        view_of(cips, DAYS["cips"], "window"), zero=zero, zero_name="tacrolimus increase", axis="days"
    )
    below = timeline(cips, view).to_dict()["layout"]["xaxis"]["ticktext"]
    assert "day 0" in below
    assert "day −14" in below


def test_the_table_and_the_sentence_say_the_same(cips: Any) -> None:
    neat, view = tidy(cips, DAYS["cips"]), view_of(cips, DAYS["cips"], "window")
    rows = table(neat, view)
    assert ("25 Jan 2010", "4.0 ng/mL") in set(zip(rows["Date"], rows["Value"], strict=True))
    assert "no phosphorus" in rows["Note"].tolist()
    assert "level fell 29 %" in finding(neat, view)
    assert "7 days after the rise" in finding(neat, view)


def test_the_sentence_names_a_pain_that_began_before_the_span_and_is_open(cips: Any) -> None:
    view = view_of(cips, DAYS["cips"], "window")
    neat = tidy(cips, DAYS["cips"])
    late = replace(view, start=neat.symptoms["onset_on"].max() + pd.Timedelta(days=1))
    assert "from 25 Jan 2010, 7 days after the rise" in finding(neat, late)
    gone = tidy(cips, DAYS["cips"])
    gone.symptoms["resolved_on"] = gone.symptoms["onset_on"]
    assert "from 25 Jan 2010" not in finding(gone, late)


def test_the_years_under_dates_above_the_rows_have_room(cips: Any) -> None:
    view = view_of(cips, DAYS["cips"], "window", zero_name="transplant")
    below, above = (
        timeline(cips, replace(view, axis=axis)).to_dict()["layout"] for axis in ("dates", "days")
    )
    assert not any("<br>" in text for text in below["xaxis2"]["ticktext"])
    assert any("<br>" in text for text in above["xaxis2"]["ticktext"])
    for layout in (below, above):
        lines = max(text.count("<br>") + 1 for text in layout["xaxis2"]["ticktext"])
        assert layout["margin"]["t"] - layout["xaxis2"]["ticklabelstandoff"] >= 12 * lines + 8
