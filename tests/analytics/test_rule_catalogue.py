"""Headers, settings and SQL keep the rules of the house."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from analytics import catalogue
from analytics.alerts import SEVERITIES
from analytics.runner import MEASURES, RECORDS
from analytics.settings import load
from data.errors import TroughlineError

RULES = sorted((files("analytics") / "rules").iterdir(), key=lambda f: f.name)
SQL_FILES = [
    f for folder in ("rules", "measures", "records") for f in (files("analytics") / folder).iterdir()
]


def test_twenty_rules_and_no_file_beside_them() -> None:
    assert len(catalogue.rules()) == 20
    assert [f.name for f in RULES] == sorted(f"{name}.sql" for name in catalogue.ORDER)


@pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda r: r.name)
def test_header_is_whole(rule: catalogue.Rule) -> None:
    assert rule.worst_severity in SEVERITIES
    assert rule.card in catalogue.CARDS
    assert rule.kind in ("results", "intervals")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", rule.written)
    assert rule.threshold_keys
    for key in rule.threshold_keys:
        load().value(key)


def test_missing_header_field_is_named() -> None:
    text = RULES[0].read_text().replace("-- source:", "-- sauce:")
    assert "source" not in catalogue.header(text)


def test_unknown_rule_lists_the_rules() -> None:
    with pytest.raises(TroughlineError, match="ca_p_over_70"):
        catalogue.rule("ca_p_over_71")


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda f: f.name)
def test_sql_keeps_the_rules_of_the_house(file: Path) -> None:
    text = file.read_text()
    code = re.sub(r"--.*", "", text)
    assert text.startswith("--"), "a header says what it is"
    assert not re.search(r"\bfirst\(|any_value\(", code) or "any_value(interacting)" in code, (
        "nothing picked at random"
    )
    assert len([line for line in code.splitlines() if line.strip()]) < 100


@pytest.mark.parametrize("name", MEASURES)
def test_measure_header_names_it_its_source_and_its_nulls(name: str) -> None:
    text = (files("analytics") / "measures" / f"{name}.sql").read_text()
    for field in (f"-- measure: {name}", "what:", "source:", "NULL:"):
        assert field in text


def test_every_sql_file_is_run() -> None:
    measures = {f.name[:-4] for f in (files("analytics") / "measures").iterdir()}
    records = {f.name[:-4] for f in (files("analytics") / "records").iterdir()}
    assert measures == set(MEASURES)
    assert records == set(RECORDS)
