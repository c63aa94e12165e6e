"""Reads clinical cases written as text tables.

A file holds a title, a day 0, tables given for every case, and cases ("== title"). A table begins with its kind
(labs, doses, …) and its columns; its rows begin with "|". Days may be written d66 (66 days after day 0). The column
imported_on says on which day a row came; rows without it are history (`--backfill`). After "as of DAY [known on DAY]"
stands a table "expect" with what must be found: answer `fires` (an open episode with the named columns), `ended` (an
ended one), `clear`, `cannot_tell`, `never` (no episode at all by that day).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

KINDS = ("patients", "transplants", "targets", "doses", "labs", "symptoms", "events")
UNITS = {
    "tacrolimus": "ng/mL", "cyclosporine": "ng/mL", "calcium": "mg/dL", "ionized_calcium": "mg/dL",
    "phosphorus": "mg/dL", "ca_p_product_reported": "mg²/dL²", "pth": "pg/mL", "alp": "U/L", "albumin": "g/dL",
    "creatinine": "mg/dL",
}  # fmt: skip
DAY = re.compile(r"^d(-?\d+)(?:[ T](\d\d:\d\d))?$")

Row = dict[str, str]


@dataclass
class Question:
    """What must be found on one day."""

    as_of: date
    known_on: date | None
    expected: list[Row] = field(default_factory=list)


@dataclass
class Case:
    """One patient's story."""

    title: str
    patient_id: str
    records: list[tuple[str, Row]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass
class CaseFile:
    """All cases of one file; they share a store, so that each is also a second patient to the others."""

    title: str
    cases: list[Case] = field(default_factory=list)
    demo_cases: bool = False

    def rows(self) -> dict[tuple[date | None, str], list[Row]]:
        """The rows of all cases by the day on which they came (None: history) and their kind."""
        grouped: dict[tuple[date | None, str], list[Row]] = {}
        for case in self.cases:
            for kind, row in case.records:
                row = {"patient_id": case.patient_id} | row
                came = row.pop("imported_on", "")
                grouped.setdefault((date.fromisoformat(came) if came else None, kind), []).append(row)
        order = {kind: n for n, kind in enumerate(KINDS)}
        return dict(sorted(grouped.items(), key=lambda g: (g[0][0] or date.min, order[g[0][1]])))


class _Reader:
    """Reads one file line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.day_0 = date(2024, 1, 31)
        self.given: list[tuple[str, Row]] = []
        self.file = CaseFile("")
        self.case: Case | None = None
        self.kind, self.columns = "", [""]

    def read(self) -> CaseFile:
        for number, raw in enumerate(self.path.read_text(encoding="utf-8").splitlines(), start=1):
            line = raw.strip()
            try:
                if line and not line.startswith("#"):
                    self._line(line)
            except (ValueError, KeyError, IndexError, AssertionError) as error:
                raise ValueError(f"{self.path.name} line {number}: {line!r}: {error}") from error
        return self.file

    def _line(self, line: str) -> None:
        if not self.file.title:
            self.file.title = line
        elif line.startswith("day 0:"):
            self.day_0 = date.fromisoformat(line.split(":")[1].strip())
        elif line == "given: the published cases of the demonstration":
            self.file.demo_cases = True
        elif line.startswith("== "):
            number = len(self.file.cases) + 1
            self.case = Case(line[3:], f"{self.path.stem}-{number:02d}", list(self.given))
            self.file.cases.append(self.case)
        elif line.startswith("patient "):
            assert self.case, "a patient outside a case"
            self.case.patient_id = line.split()[1]
        elif line.startswith("as of "):
            assert self.case, "as of outside a case"
            words = line.removeprefix("as of ").split(" known on ")
            days = [date.fromisoformat(self._cell(word)) for word in words]
            self.case.questions.append(Question(days[0], days[1] if len(days) > 1 else None))
        elif line.startswith("|"):
            self._row([cell.strip() for cell in line.split("|")[1:]])
        else:
            self.kind, *self.columns = (cell.strip() for cell in line.split("|"))
            assert self.kind in (*KINDS, "expect"), "not a table"

    def _row(self, cells: list[str]) -> None:
        assert len(cells) <= len(self.columns), "more cells than columns"
        row = {c: self._cell(v) for c, v in zip(self.columns, cells, strict=False) if v}
        if self.kind == "expect":
            assert self.case, "expect outside a case"
            assert self.case.questions, "expect before as of"
            self.case.questions[-1].expected.append(row)
            return
        if self.kind == "labs":
            row.setdefault("unit", UNITS.get(row["test"], ""))
        if self.kind == "doses":
            row.setdefault("dose_unit", "mg" if "dose" in row else "")
        (self.case.records if self.case else self.given).append((self.kind, row))

    def _cell(self, cell: str) -> str:
        found = DAY.match(cell)
        if not found:
            return "" if cell == "(empty)" else cell
        day = (self.day_0 + timedelta(days=int(found[1]))).isoformat()
        return f"{day}T{found[2]}" if found[2] else day


def read(path: Path) -> CaseFile:
    """The cases of one file. Raises ValueError naming file and line."""
    return _Reader(path).read()
