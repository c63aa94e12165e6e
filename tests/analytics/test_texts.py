"""English that the judging layer writes stands in analytics/texts, the sentences of the rules in their rule files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from english import sentences

APART = {"at_scale.py", "bucket.py", "cohort_at_scale.py", "kept_run.py", "lake_output.py", "on_spark.py"}
"""The command line's evaluation of a lake; queries."""
FILES = sorted(
    path for path in (Path(__file__).parents[2] / "analytics").glob("*.py") if path.name not in APART
)
NOT_SHOWN = {
    "catalogue.py": {"why it matters", "No rule is called ", ". The rules are: ", "analytics/rules/", ".sql: the header lacks "},
    # a key of the header, and what a wrong name or a broken file of ours is told
    "measuring.py": {"No measure is called ", ". The measures are: ", "target."},  # the command line; keys of settings
    "evidence_features.py": {  # what is looked for in people's notes
        "stand|walk|weight|stair|load|climb", "rest|rais|elevat|lying|sitting", "\\s*(no|none|nothing|not)\\b.*",
    },
    "onset_context.py": {"bone drug"},  # keys, as the next
    "replay.py": {"other severity"},
    "other_causes.py": {" mg/dL"},
    "registry.py": {":memory:"},
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_judgement_holds_a_sentence_of_its_own(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == NOT_SHOWN.get(path.name, set())


@pytest.mark.parametrize(
    "line",
    [
        'Finding("unknown", "no doses on record")', 'Finding("no", f"{side} only", on)', 'text = f"{site}: gone"',
        'raise TroughlineError(f"Settings: {key} is {value!r}.")', 'x = f"given again on {given:%Y-%m-%d}"',
        'return f"{score:g} of 10"', 'rows = {"Both sides": check}', 'title = "Fracture, old" if old else ""',
    ],
)  # fmt: skip
def test_a_sentence_is_found(line: str) -> None:
    assert sentences(line)


@pytest.mark.parametrize(
    "line",
    ['Finding("unknown", texts.NO_DOSES)', 'f"{value:g}"', 'row["answer"] == "present"', 'cursor.execute("SELECT 1 FROM limits")'],
)  # fmt: skip
def test_keys_figures_and_queries_are_not_taken_for_sentences(line: str) -> None:
    assert not sentences(line)
