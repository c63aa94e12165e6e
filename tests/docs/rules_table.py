"""The README's table of rules, made from the rules' own headers: python tests/docs/rules_table.py"""

from __future__ import annotations

from pathlib import Path

from analytics import catalogue

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- rules: made by tests/docs/rules_table.py -->", "<!-- end of rules -->"


def table() -> str:
    """One line a rule: name, severity, what it says."""
    lines = ["| rule | severity | says |", "| --- | --- | --- |"]
    lines += [f"| `{rule.name}` | {rule.severity} | {rule.sentence} |" for rule in catalogue.rules()]
    return "\n".join(lines)


def with_table(readme: str) -> str:
    """The README with its table made anew."""
    before, rest = readme.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
