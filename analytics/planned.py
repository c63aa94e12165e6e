"""What the rules say about few patients, as one statement that is planned once, on an engine of its own.

For one patient a statement costs more to plan than to execute, and a table more to fill than to read: so the records,
measures, rules and episodes stand in one statement, each as a CTE of its file's name, and the patients' rows come in together.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate

import pyarrow as pa
import pyarrow.compute as pc

from analytics import catalogue
from analytics.alerts import KNOWN, Answers, in_order, told
from analytics.kept_run import UNUSED, KeptRun
from analytics.runner import MEASURES, RECORDS, RULE_ANALYTES, people, sql
from analytics.settings import Settings
from data.store import RECORD_TABLES

_GIVEN = tuple(RECORD_TABLES.values())
_PLANS = (frozenset({"symptoms"}), frozenset[str]())
"""Each plan leaves out what is empty without a row in these tables; the first that fits is taken."""
_ANSWERS = {"alerts": sql("", "alerts"), "not_clear": sql("", "not_clear"), "known": KNOWN}
Rows = Mapping[str, Sequence[pa.Table]]
"""Of each record table the rows of one patient after another, without those of imports that were taken back."""


class Planned:
    """The rules, planned for one pair of days and one set of limits."""

    def __init__(
        self,
        as_of: date,
        known_on: date | None,
        time_zone: str,
        settings: Settings,
        *,
        threads: int,
    ) -> None:
        self._run = KeptRun(as_of, known_on, time_zone, settings)
        self._alone = threading.Lock()
        cursor = self._run.cursor
        none = {name: [cursor.execute(f"SELECT * FROM {name}").to_arrow_table()] for name in _GIVEN}
        self._columns = {
            name: [column for column in rows.column_names if column not in ("patient_id", *UNUSED)]
            for name, [rows] in none.items()
        }
        self._lent = _Lent(self._given([""], none))
        cursor.register("rows_given", self._lent)
        cursor.execute(f"SET threads = {threads}")
        self._answers = {
            name: self._run.execute(f"SELECT * FROM ({text}) LIMIT 0").to_arrow_table().schema
            for name, text in _ANSWERS.items()
        }
        for number, empty in enumerate(_PLANS):
            cursor.execute(f"PREPARE plan_{number} AS {self._run.told(self._statement(empty))}")

    def answers(self, patients: Sequence[str], rows: Rows) -> Answers:
        """What the rules say about these patients, who are named in the order of their ids."""
        filled = {name for name in _GIVEN if any(part.num_rows for part in rows[name])}
        number = next(number for number, empty in enumerate(_PLANS) if not empty & filled)
        with self._alone:
            self._lent.rows = self._given(patients, rows)
            said = self._run.cursor.execute(f"EXECUTE plan_{number}").to_arrow_table()
        parts = {
            name: said.filter(pc.equal(said["answers"], name)).select(schema.names).cast(schema)
            for name, schema in self._answers.items()
        }
        return Answers(
            in_order(parts["alerts"]), parts["not_clear"], parts["known"]["patient_id"].to_pylist()
        )

    def _given(self, patients: Sequence[str], rows: Rows) -> pa.Table:
        """number, patient_id and, as a list, the rows of each record table."""
        table = people(patients)
        for name in _GIVEN:
            ends = list(accumulate((part.num_rows for part in rows[name]), initial=0))
            every = pa.concat_tables(rows[name]).select(self._columns[name])
            lists = pa.ListArray.from_arrays(
                pa.array(ends, pa.int32()), every.to_struct_array().combine_chunks()
            )
            table = table.append_column(name, lists)
        return table

    def _statement(self, empty: frozenset[str]) -> str:
        """Records, measures and rules as CTEs; a name that is none of them is an empty table of the engine."""
        ctes = {"given": "SELECT * FROM rows_given", "people": "SELECT number, patient_id FROM given"}
        ctes |= {f"scope_{name}": _taken_out(name) for name in _GIVEN if name not in empty}
        gone = {f"scope_{name}" for name in empty}

        def can_say(text: str) -> bool:
            return not (needed(text) and gone.issuperset(needed(text)))

        for folder, names in (("records", RECORDS), ("measures", MEASURES)):
            for name in names:
                if not can_say(sql(folder, name)):
                    gone.add(name)
                elif name in read_by_rules():
                    ctes[name] = sql(folder, name)
        rules = [rule for rule in catalogue.rules() if can_say(rule.sql)]
        first = [rule for rule in rules if not rule.reads]
        ctes["judgements"] = _together("main.judgements", [told(r) for r in first if r.kind == "results"])
        ctes["earlier"] = _together("main.stretches", [told(r) for r in first if r.kind != "results"])
        with_earlier = "SELECT * FROM (WITH stretches AS (FROM earlier) {})"
        ctes["stretches"] = _together("earlier", [with_earlier.format(told(r)) for r in rules if r.reads])
        ctes["found"] = sql("", "fold")
        ends = [f"SELECT '{name}' AS answers, * FROM (\n{text}\n)" for name, text in _ANSWERS.items()]
        named = ",\n".join(f"{name} AS (\n{text}\n)" for name, text in ctes.items())
        return f"WITH {named}\n" + "\nUNION ALL BY NAME\n".join(ends)


class _Lent:
    """What the statement reads: the rows that are here when it is executed."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)


def _together(table: str, selects: Sequence[str]) -> str:
    return "\nUNION ALL BY NAME\n".join([f"SELECT * FROM {table}", *selects])


def _taken_out(table: str) -> str:
    rows = f"SELECT number AS patient_id, unnest({table}, max_depth := 2) FROM given"
    if table != "results":
        return rows
    names = ", ".join(map(repr, RULE_ANALYTES))
    return f"FROM (SELECT * REPLACE (TRY_CAST(analyte AS ENUM ({names})) AS analyte) FROM ({rows})) WHERE analyte IS NOT NULL"


@cache
def needed(text: str) -> tuple[str, ...]:
    """The tables of which the header of an SQL file says that without a row in any of them the file gives none."""
    line = re.search(r"^-- empty without: (.*)$", text, re.MULTILINE)
    return tuple(line[1].split(", ")) if line else ()


@cache
def read_by_rules() -> frozenset[str]:
    """The records and measures that stand behind the rules and their answers: every one whose name is a word of the SQL."""
    texts = {name: sql("records", name) for name in RECORDS} | {
        name: sql("measures", name) for name in MEASURES
    }
    found: set[str] = set()
    todo = [rule.sql for rule in catalogue.rules()] + [sql("", "fold"), *_ANSWERS.values()]
    while todo:
        words = set(re.findall(r"\w+", re.sub(r"--.*|'[^']*'", "", todo.pop())))  # no comments, no literals
        todo += [texts[name] for name in words & texts.keys() - found]
        found |= words & texts.keys()
    return frozenset(found)
