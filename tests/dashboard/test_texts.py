"""English texts of the pages stand in dashboard/texts, so that a translation has one folder to work on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from english import english, sentences_in_sql

HERE = Path(__file__).parents[2] / "dashboard"
FOLDERS = ("charts", "components", "reports", "views")
APART = {
    "cli.py", "serving.py", "configuring.py",  # the command line and the terminal of the server
    "rule_words.py",  # patterns of the rules' own sentences, which stand in analytics
    "gate_answers.py", "gate_headers.py", "gate_keys.py",  # headers and keys; what the door says is in texts/gate.py
}  # fmt: skip
FILES = sorted(
    path
    for path in [*HERE.glob("*.py"), *(path for folder in FOLDERS for path in HERE.glob(f"{folder}/*.py"))]
    if path.name not in APART
)
NOT_SHOWN = {
    "about.py": {"Troughline "},
    "app.py": {"Defect %s at %s"},  # the server's log
    "labels.py": {"iljtfr.,:;'|!()[] ·", "mwMW%@—→"},  # letters by width
    "meeting_noted.py": {" (unverified)"}, "worklist.py": {" (unverified)"},
    "state.py": {" (unverified)", "no name given"},  # as it goes on record
    "pain_form.py": {"not by rest", "standing or walking", "not by standing or walking"},  # as it goes on record
    "render_plotly.py": {'"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif', "x unified"},
    "account_table.py": {"Int64"}, "set_aside.py": {"Int64"}, "page.py": {"DejaVuSans", "DejaVuSans-Bold"},
    "timeline.py": {"trough tacrolimus"},  # the key of a row, as the three below
    "hover.py": {"dose "}, "lane_doses.py": {"dose "}, "lane_levels.py": {"trough "},
    "timeline_controls.py": {"trough ", "dose "},
    "clinic_data.py": {"curves "},  # the key of what is kept
    "view.py": {"1 year", "3 months", "MS"},  # keys of spans; their words are in texts/patient.py
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_page_holds_a_text_of_its_own(path: Path) -> None:
    assert set(english(path.read_text(encoding="utf-8"))) <= NOT_SHOWN.get(path.name, set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_keys_and_days_are_worded_in_one_place(path: Path) -> None:
    """Keys by dashboard/texts/keys.py, names of months by analytics/texts/days.py."""
    source = path.read_text(encoding="utf-8")
    if path.name != "alert_card.py":  # the label of a rule's evidence may be the name of a measure
        assert not re.search(r"""replace\(["']_["'], ["'] ["']\)""", source)
    assert not re.search(r"%-?[aAbB]\b|MMM", source)


@pytest.mark.parametrize("path", sorted(HERE.glob("sql/*.sql")), ids=lambda path: path.name)
def test_no_query_of_a_page_writes_words(path: Path) -> None:
    """Headings and words beside a value are written where the table is drawn: a query answers with keys."""
    query = path.read_text(encoding="utf-8")
    assert sentences_in_sql(query) == set()
    assert ' AS "' not in query


@pytest.mark.parametrize(
    "line",
    [
        'st.selectbox("Drug", drugs)', 'left.number_input("Low (ng/mL)")', 'st.error("Something is missing: fill in.")',
        'rows |= {"others": "Other drugs"}', 'st.caption(f"none on record for {day}")', 'pd.DataFrame({"Lag, days": lags})',
        'f"{count} rows"', 'f"day {number}"', 'label = " and more"', 'after = "" if first else " on CNI"', 'st.caption("rows")',
        'late = "overdue" if due else ""', 'limits or "unknown"', 'words.get(state, "waiting")', 'axis(title="month")',
        'words = name + "pain"', '"{n} kB".format(n=size)', 'f"<b>day {n}</b>"', 'hover = "%{x}: median %{y:.1f}<extra></extra>"',
        'x = f"<div title=\'{title}\'>until {day}</div>"', 'texts = {"new": "still open"}', 'st.button("Save")',
    ],
)  # fmt: skip
def test_a_text_in_a_page_is_found(line: str) -> None:
    assert english(line)


@pytest.mark.parametrize(
    "line",
    [
        'row["patient_id"]', 'st.button(texts.SAVE, key=f"save_{patient}")', 'kind == "still open"', 'f"<div class=\'tl-day\'>{x}</div>"',
        'style = f"color:{hue};font-weight:600;"', 'Points(xs, ys, [], hue, "triangle-up")', 'f"{x:,.1f}"', 'unit = "mg/dL"',
    ],
)  # fmt: skip
def test_keys_styles_and_units_are_not_taken_for_texts(line: str) -> None:
    assert not english(line)
