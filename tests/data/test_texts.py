"""English that an entry, a row or a file is refused with stands in data/texts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from english import sentences

DATA = Path(__file__).parents[2] / "data"
APART = {"kinds.py", "statuses.py", "vocabulary.py"}
"""Names of columns, words of status and units, as files write them."""
READERS = ("delimited", "lines", "sniffing", "text_blocks", "workbook", "zip_guard")
"""HL7 v2 and FHIR say their reasons beside the check; profiles are names of columns."""
FILES = sorted(
    [
        *(DATA / f"{name}.py" for name in ("assessments", "entering", "reviewing")),
        *(path for path in DATA.glob("importing/*.py") if path.name not in APART),
        *(DATA / "importing" / "readers" / f"{name}.py" for name in READERS),
    ]
)
NOT_SHOWN = {
    "child.py": {"/dev/stdin"},
    "dates.py": {"mar mär mrz", "may mai", "oct okt", "dec dez"},  # as files write them
    "entering.py": {"entered by hand"},  # the name under which an entry is on record
    "running.py": {"--date-order ", ": expected dmy, mdy or ymd.", "--decimal ", ": expected . or ,"},  # the command line
    "mapping.py": {r"^(.*?)[,;:\s]+(?:in\s+)?(\S*[/%]\S*)$"}, "text_blocks.py": {"latin-1"}, "reviewing.py": {") VALUES ("},
    "workbook.py": {"xl/", "/xl/", r'\br:id="([^"]*)"'}, "sniffing.py": {"xl/"},
    "records.py": {"vitamin d"},  # a spelling
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_check_holds_a_sentence_of_its_own(path: Path) -> None:
    assert sentences(path.read_text(encoding="utf-8")) == NOT_SHOWN.get(path.name, set())
