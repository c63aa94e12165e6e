"""English that an entry, a row or a file is refused with stands in data/texts, and what the store is refused with too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from english import sentences, sentences_in_sql

from data.texts import files, hints, readers

DATA = Path(__file__).parents[2] / "data"
APART = {"kinds.py", "profiles.py", "statuses.py", "vocabulary.py"}
"""Names of columns, words of status and units, as files write them."""
FILES = sorted(
    path
    for path in DATA.rglob("*.py")
    if path.name not in APART and path.parent.name not in ("texts", "demo")
)
NOT_SHOWN = {
    "dates.py": {"mar mär mrz", "may mai", "oct okt", "dec dez"},  # as files write them, as the next five
    "hl7_text.py": {"UNICODE UTF-8"}, "profile_rows.py": {"mycophenolate mofetil"}, "records.py": {"vitamin d"},
    "fhir.py": {"urn:uuid:", "fhir.resources.R4B."},
    "entering.py": {"entered by hand"}, "drug_names.py": {" topical"},  # names as they go on record
    "lake_reading.py": {"bucket loaded"}, "store.py": {"recorded when the store is made"},  # a store in memory; a defect
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_check_holds_a_sentence_of_its_own(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == NOT_SHOWN.get(path.name, set())


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.sql")), ids=lambda path: path.name)
def test_no_query_writes_words(path: Path) -> None:
    """A reason that a query decides is bound by its name."""
    assert sentences_in_sql(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    "line",
    [
        'raise RefusedError("The Bundle has no entries.")', 'raise ValueError(f"status {status}: no dose was taken")',
        'cells["hold"] = "no time of the draw"', 'return "", f"invalid {kind}: {what}"', 'found = [f"table {name} is missing"]',
        '_NO_RESULT = {"O": "order detail, no result"}', 'refused = "The file could not be read."', 'unit = f"{unit} (code {code})"',
    ],
)  # fmt: skip
def test_a_sentence_beside_its_check_is_found(line: str) -> None:
    assert sentences(line)


@pytest.mark.parametrize(
    "line",
    [
        "raise RefusedError(texts.NO_ENTRIES)", 're.search(r"kidney or bone", said)', '("foot", r"\\b(?:foot|feet)\\b")',
        'cursor.execute("SET threads = 2")', 'open("/dev/stdin")', 'duckdb.connect(":memory:")', 'outcome = "set_aside"',
    ],
)  # fmt: skip
def test_patterns_places_and_queries_are_not_taken_for_sentences(line: str) -> None:
    assert not sentences(line)


def test_a_sentence_in_a_query_is_found() -> None:
    query = "-- the rows' reasons\nSELECT CASE WHEN x = '' THEN 'no patient' ELSE $no_test END, 'set_aside'"
    assert sentences_in_sql(query) == {"no patient"}


@pytest.mark.parametrize(
    "text",
    [t for module in (files, readers) for t in vars(module).values() if isinstance(t, str) and " --" in t],
)
def test_what_the_command_line_is_told_is_a_piece_of_its_own(text: str) -> None:
    words, named = hints.parted(text)
    assert " --" not in words
    assert named


def test_a_message_is_parted_from_the_options_that_it_names() -> None:
    naming = hints.NAME_EACH.format(field="test")
    message = files.NOT_RECOGNISED.format(missing="test, unit", columns="a, b", naming=naming)
    assert hints.parted(message) == (
        "No column was recognised as test, unit. The columns are: a, b.",
        [("mapping", "test")],
    )
    assert hints.parted(readers.NO_ENTRIES) == (readers.NO_ENTRIES, [])
