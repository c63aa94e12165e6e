"""What the README says is what the project does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from dashboard.cli import COMMANDS

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_the_table_of_rules_is_the_catalogue() -> None:
    spec = importlib.util.spec_from_file_location("rules_table", HERE / "rules_table.py")
    assert spec
    assert spec.loader
    rules_table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules_table)
    assert rules_table.with_table(TEXT) == TEXT, "run: python tests/docs/rules_table.py"


def test_every_command_in_the_readme_exists_and_every_command_is_in_it() -> None:
    named = set(re.findall(r"`troughline ([a-z-]+)", TEXT))
    assert named == set(COMMANDS)


def test_every_file_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (README.parent / target).exists(), target
