"""Every SQL file of the analytics: what is picked is the same in any order of rows, and nothing is divided by zero."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(str(files("analytics")))
SQL_FILES = sorted(ROOT.rglob("*.sql"))
PICKS = re.compile(
    r"\b(row_number|lag|lead|first_value|last_value|first|last)\s*\([^()]*\)\s*OVER\s*\(", re.I
)
DIVISION = re.compile(r"(?<!/)/(?!/)\s*(\S[^\n]{0,40})")
SAFE = re.compile(r"\d|nullif\s*\(|CASE\b", re.I)
GUARDED = {"trough_spread.sql": "each division stands in a CASE WHEN n >= 2 AND s > 0"}


def code_of(file: Path) -> str:
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", file.read_text(encoding="utf-8")))


def inside(code: str, opened: int) -> str:
    """The text from just after an opening bracket to its closing one."""
    depth = 1
    for end in range(opened, len(code)):
        depth += (code[end] == "(") - (code[end] == ")")
        if not depth:
            return code[opened:end]
    raise ValueError("brackets do not match")


def terms(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    found, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            found.append("")
        else:
            found[-1] += char
    return [term.strip() for term in found]


def ends_in_an_id(keys: list[str]) -> bool:
    """Two results can be of one moment: where a moment orders, an id comes last."""
    last = re.sub(r"\s+(ASC|DESC)|\s+NULLS\s+\w+", "", keys[-1], flags=re.I)
    return not any(re.search(r"_at\b", key) for key in keys) or bool(re.search(r"(_id|judged_order)$", last))


def order_of(window: str) -> list[str]:
    named = re.split(r"ORDER BY", window, maxsplit=1, flags=re.I)
    return terms(re.split(r"\b(?:ROWS|RANGE|GROUPS)\b", named[1], flags=re.I)[0]) if len(named) > 1 else []


def unordered_picks(code: str) -> list[str]:
    """What row_number, lag, lead, arg_min or arg_max picks without an order that a unique id ends."""
    wrong = []
    for found in PICKS.finditer(code):
        keys = order_of(inside(code, found.end()))
        if not keys or not ends_in_an_id(keys):
            wrong.append(f"{found.group(1)} ordered by {', '.join(keys) or 'nothing'}")
    for found in re.finditer(r"\barg_(?:max|min)\s*\(", code, re.I):
        key = terms(inside(code, found.end()))[-1]
        if not ends_in_an_id(terms(key.strip("()")) if key.startswith("(") else [key]):
            wrong.append(f"arg by {key}")
    return wrong


def bare_divisions(code: str) -> list[str]:
    return [divisor for divisor in DIVISION.findall(code) if not SAFE.match(divisor)]


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_what_is_picked_does_not_hang_on_the_order_of_rows(file: Path) -> None:
    assert unordered_picks(code_of(file)) == []


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_nothing_is_divided_by_zero(file: Path) -> None:
    if file.name not in GUARDED:
        assert bare_divisions(code_of(file)) == []


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_one_statement_a_file_that_reads_no_clock(file: Path) -> None:
    code = code_of(file)
    if file.parent != ROOT:  # the few files beside the folders prepare a cursor
        assert ";" not in code
    assert not re.search(r"current_date|\bnow\(\)|\btoday\(\)|current_timestamp|\brandom\(", code, re.I)


def test_the_lint_finds_what_it_is_for() -> None:
    assert unordered_picks("SELECT row_number() OVER (PARTITION BY patient_id ORDER BY collected_at) FROM t")
    assert unordered_picks("SELECT lag(value) OVER (PARTITION BY patient_id) FROM t")
    assert unordered_picks("SELECT arg_max(value, collected_at) FROM t")
    assert not unordered_picks("SELECT arg_max(value, (collected_at, record_id)) FROM t")
    assert not unordered_picks(
        "SELECT lag(v) OVER (PARTITION BY p ORDER BY collected_at DESC NULLS LAST, record_id DESC) FROM t"
    )
    assert bare_divisions("SELECT value / upper_limit FROM t") == ["upper_limit FROM t"]
    assert bare_divisions("SELECT value / nullif(upper_limit, 0), hours / 24.0 FROM t") == []
