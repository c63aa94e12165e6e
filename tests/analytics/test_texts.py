"""English that the judging layer writes stands in analytics/texts, the sentences of the rules in their rule files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from english import sentences, sentences_in_sql

HERE = Path(__file__).parents[2] / "analytics"
FILES = sorted(HERE.glob("*.py"))
QUERIES = sorted(
    path
    for path in HERE.rglob("*.sql")
    if path.parent.name != "rules" and path.name not in ("functions.sql", "measure_queries.sql")
)
"""The sentences of the rules stand in their files, what those share in functions.sql and measure_queries.sql."""
NOT_SHOWN = {
    "catalogue.py": {"why it matters"}, "measuring.py": {"target."},  # keys of a header and of settings, as the next two
    "onset_context.py": {"bone drug"}, "replay.py": {"other severity"},
    "other_causes.py": {" mg/dL"},
    "kept_run.py": {"\n) LIMIT 0", " TEMP ", "PREPARE ", "EXECUTE ", "statistics_propagation, compressed_materialization"},  # queries
    "planned.py": {"PREPARE plan_", "EXECUTE plan_", "WITH ", ") LIMIT 0"}, "runner.py": {") k ON k.name = t.analyte", "DATE '", "CAST("},
    "on_spark.py": {"local[*,", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},  # an address, options
}  # fmt: skip

UNNAMED = {
    "record_queries/changes.sql": {"interacting drug"},
    "measures/interaction_changes.sql": {"interacting drug"},
}
"""In place of the drug's name where the record gives none."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_judgement_holds_a_sentence_of_its_own(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == NOT_SHOWN.get(path.name, set())


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_no_query_beside_the_rules_writes_words(path: Path) -> None:
    known = UNNAMED.get(f"{path.parent.name}/{path.name}", set())
    assert sentences_in_sql(path.read_text(encoding="utf-8")) == known


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
