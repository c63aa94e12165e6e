"""What only the whole file can say, gathered before the first row of it is judged: date order, decimal sign, who is who,
and which patients' rows must be looked at together. A long file is gone through once for this, and again to store it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import encoding, moments, people
from data.importing.labs import Judging
from data.importing.mapping import Layout
from data.importing.numbers import is_ambiguous
from data.importing.raw import RawTable
from data.importing.statuses import RANKS, status_of

_DATES = ("collected_at", "reported_at", "last_dose_at")
_PLAIN = r"^[0-9]{1,9}([.][0-9]{1,15})?$"
_PERSON = ("patient_id", "patient_name", "birth_date")
_BLANK = " \t\xa0"


class Survey:
    """Feed it every piece, then let it settle the judging."""

    def __init__(self, layout: Layout, judging: Judging) -> None:
        self.rows = 0
        self.layout = layout
        self.judging = judging
        self._days: dict[str, set[str]] = {name: set() for name in (*_DATES, "birth_date")}
        self._numbers: dict[str, set[str]] = {
            judging.header(name): set() for name in ("value", "reference_low", "reference_high")
        }
        self._people: set[tuple[str, ...]] = set()
        self._together: set[str] = set()

    def look(self, piece: RawTable, rows: pa.Table) -> None:
        """A piece of the file, and its rows under our names."""
        self.rows += rows.num_rows
        options = self.judging.options
        for name in _DATES:
            self._days[name] |= moments.odd_days(rows.column(name))
        self._days["birth_date"] |= _distinct(rows.column("birth_date"))
        for name in ("reference_low", "reference_high"):
            self._numbers[self.judging.header(name)] |= _distinct(rows.column(name))
        columns = [(self.judging.header("value"), rows.column("value"))]
        if self.layout.layout == "wide":  # each column settles its own decimal sign, or the user is asked
            columns += [(piece.header[at].strip(), piece.rows.column(at)) for at, *_ in self.layout.tests]
        says_little = options.decimal != "," and options.point_is_usual
        for header, column in columns:
            texts = _telling(column) if says_little else _distinct(column)
            self._numbers.setdefault(header, set()).update(texts)
        if any(rows.column(name).null_count < rows.num_rows for name in _PERSON[1:]):
            self._people.update(encoding.encode([rows.column(name) for name in _PERSON]).rows())
        self._together |= _day_only(rows)

    def settle(self) -> None:
        """Put what the file says into the options. Raises TwoReadings."""
        options, header = self.judging.options, self.judging.header
        for name, days in self._days.items():
            options.settled_orders[header(name)] = options.order_of(header(name), sorted(days))
        for column, texts in self._numbers.items():
            options.settled_signs[column] = options.sign_of(column, sorted(texts))
        if self._people:
            named = [(patient_id.strip(_BLANK), name, birth) for patient_id, name, birth in self._people]
            self.judging.named = people.names_and_births(named, options.settled_orders[header("birth_date")])

    def apart(self, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        """(rows that can be judged batch by batch, rows of patients that need the whole file)."""
        if not self._together:
            return rows, rows.slice(0, 0)
        ids = pc.utf8_trim(pc.fill_null(rows.column("patient_id"), ""), _BLANK)
        held = pc.is_in(ids, pa.array(sorted(self._together), pa.string()))
        return rows.filter(pc.invert(held)), rows.filter(held)


def _distinct(column: pa.ChunkedArray) -> set[str]:
    if column.null_count == len(column):
        return set()
    return {text for text in pc.unique(column).to_pylist() if text}


def _telling(column: pa.ChunkedArray) -> set[str]:
    """Texts that are no plain number, and of the plain ones two that can speak for or against a decimal comma."""
    texts = pc.unique(pc.fill_null(column, ""))
    plain = pc.match_substring_regex(texts, _PLAIN)
    pointed = texts.filter(pc.and_(plain, pc.match_substring(texts, ".")))
    in_threes = pc.match_substring_regex(pointed, r"[.][0-9]{3}$")
    found = {text for text in texts.filter(pc.invert(plain)).to_pylist() if text}
    for candidates, kind in ((pointed.filter(in_threes), True), (pointed, False)):
        found |= {next((text.as_py() for text in candidates if is_ambiguous(text.as_py()) is kind), "")}
    return found - {""}


def _day_only(rows: pa.Table) -> set[str]:
    """Patients with a correction or withdrawal that may give only a day: which result it means, the whole file must say."""
    words = _distinct(rows.column("status"))
    changing = [word for word in words if RANKS.get(status_of(word)[0]) == RANKS["corrected"]]
    if not changing:
        return set()
    masks: Sequence[pa.ChunkedArray] = (
        pc.is_in(rows.column("status"), pa.array(changing, pa.string())),
        _blank(rows.column("specimen_id")),
        _blank(rows.column("collected_time")),
        pc.invert(pc.match_substring(pc.fill_null(rows.column("collected_at"), ""), ":")),
    )
    chosen = np.logical_and.reduce([mask.to_numpy(zero_copy_only=False) for mask in masks])
    ids = rows.column("patient_id").filter(pa.array(chosen))
    return {text.strip(_BLANK) for text in ids.to_pylist() if text}


def _blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.utf8_trim(pc.fill_null(column, ""), _BLANK), "")
