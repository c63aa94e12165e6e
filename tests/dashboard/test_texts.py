"""English texts of the pages stand in dashboard/texts, so that a translation has one folder to work on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "dashboard"
FOLDERS = ("charts", "components", "reports", "views")
FILES = sorted([*(path for folder in FOLDERS for path in HERE.glob(f"{folder}/*.py")), HERE / "frame.py"])
# A capital and two small letters at the start, or three words: what a reader sees rather than a key, a style or a column.
ENGLISH = re.compile(r"^\W*[A-Z][a-z]{2,}(?![\w\[+])|[a-z]{2,} [a-z]{2,} [a-z]{2,}")
NOT_SHOWN = {
    "pain_form.py": {
        "not by rest",
        "standing or walking",
        "not by standing or walking",
    },  # as it goes on record
    "evidence_card.py": {"Calcium above"},  # how analytics begins a sentence
    "about.py": {"Troughline "},
    "render_plotly.py": {
        '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
    },  # typefaces
    "upload_preview.py": {" Say which"},  # how the importer asks for a choice
}
MARKUP = re.compile(r"<[^>]*>|[\w-]+=\S+|[{\[.@#][^}]*[:{][^}]*\}")


def literals(source: str) -> list[str]:
    """Every text in a module's calls, tables and f-strings; no docstrings, types, patterns or styles."""
    tree = ast.parse(source)
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            apart.add(id(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("cast", "re.compile", "pd.to_datetime"):
            apart |= {id(part) for argument in node.args[:1] for part in ast.walk(argument)}
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("astype", "partition")
        ):
            apart |= {id(part) for argument in node.args for part in ast.walk(argument)}
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
            apart |= {id(part) for part in ast.walk(node.annotation)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart
    ]


def english(source: str) -> list[str]:
    """The literals that read like English."""
    found = [text for text in literals(source) if ENGLISH.search(MARKUP.sub(" ", text))]
    return [text for text in found if not re.search(r"[;{]|px|\bSELECT\b|\bvar\(", text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_page_holds_a_text_of_its_own(path: Path) -> None:
    assert set(english(path.read_text(encoding="utf-8"))) <= NOT_SHOWN.get(path.name, set())


@pytest.mark.parametrize(
    "line",
    [
        'st.selectbox("Drug", drugs)', 'left.number_input("Low (ng/mL)")', 'st.error("Something is missing: fill in.")',
        'rows |= {"others": "Other drugs"}', 'st.caption(f"none on record for {day}")', 'pd.DataFrame({"Lag, days": lags})',
    ],
)  # fmt: skip
def test_a_text_in_a_page_is_found(line: str) -> None:
    assert english(line)
