"""HL7 v2 result messages (ORU^R01, OUL), many to a file, with or without batch headers: every OBX is one lab row.

Patient: PID-3 (its medical record number when typed so, else the first), else PID-2. Draw: OBR-7, else OBX-14, else the
row is held for a person. Test: OBX-3, with a LOINC code wherever it stands in it. Specimen: SPM-2, else OBR-3, else OBR-2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from data.importing.readers.collecting import LAB_COLUMNS, Collector, RefusedError
from data.importing.readers.hl7_text import CHARACTER_SETS, Separators, iso_time, loinc_in, segments
from data.texts import readers as texts

# HL7 table 0085 (OBX-11). What is no result yet never supersedes one: P, R, S and I count as preliminary.
_STATUS = {
    "F": "final", "U": "final", "V": "final", "C": "corrected", "P": "preliminary", "R": "preliminary", "S": "preliminary",
    "I": "preliminary", "B": "preliminary", "D": "cancelled", "X": "cancelled", "W": "wrong_patient",
}  # fmt: skip
# OBR-25 stands in where OBX-11 is empty (table 0123)
_ORDER_STATUS = {"F": "final", "C": "corrected", "P": "preliminary", "R": "preliminary", "S": "preliminary",
                 "A": "preliminary", "I": "preliminary", "X": "cancelled"}  # fmt: skip
_NAMED_LINES = 10
_NO_RESULT = {"N": texts.NOT_ASKED, "O": texts.ORDER_DETAIL}


@dataclass
class _Row:
    number: int
    cells: dict[str, str]
    notes: list[str] = field(default_factory=list)


@dataclass
class _Message:
    separators: Separators = field(default_factory=Separators)
    encoding: str = "utf-8"
    results: bool = False
    specimen_first: bool = False
    sent_at: str = ""
    patient: dict[str, str] = field(default_factory=dict)
    order: dict[str, str] = field(default_factory=dict)
    order_status: str = ""
    specimen: dict[str, str] = field(default_factory=dict)
    """From an SPM that stands before its orders (OUL messages)."""
    rows: list[_Row] = field(default_factory=list)


def read(file: BinaryIO, options: dict[str, Any], collect: Collector) -> None:
    """Collect one labs table. options: encoding, for messages that do not name theirs in MSH-18. Raises RefusedError."""
    _Reading(options.get("encoding"), collect).run(file)


class _Reading:
    def __init__(self, encoding: object, collect: Collector) -> None:
        self.encoding = str(encoding) if encoding else ""
        self.collect = collect
        self.table = collect.table("labs", LAB_COLUMNS, "HL7 v2")
        self.message = _Message()
        self.messages = self.others = 0

    def run(self, file: BinaryIO) -> None:
        continued: list[int] = []
        for number, raw in segments(file, continued):
            name = raw[:3].decode("ascii", "replace")
            if name == "MSH":
                self._close_order()
                self._begin(number, raw)
            elif self.message.results and name in ("PID", "OBR", "OBX", "NTE", "SPM", "ORC"):
                self._segment(number, name, self._decode(number, raw))
        self._close_order()
        if not self.messages:
            raise RefusedError(texts.NO_MESSAGE)
        self.collect.note(self.table, texts.MESSAGES.format(count=self.messages))
        if self.others:
            self.collect.note(self.table, texts.OTHER_MESSAGES.format(count=self.others))
        if continued:
            lines = ", ".join(map(str, continued[:_NAMED_LINES]))
            more = texts.AND_MORE.format(count=len(continued) - _NAMED_LINES)
            self.collect.note(
                self.table, texts.CONTINUED.format(lines=lines + more * (len(continued) > _NAMED_LINES))
            )

    def _begin(self, number: int, raw: bytes) -> None:
        separators = Separators.of(raw.decode("latin-1"))
        header = separators.fields(raw.decode("latin-1"))
        declared = _at(header, 18).split(separators.repetition)[0].strip().upper()
        if declared not in CHARACTER_SETS and not self.encoding:
            raise RefusedError(texts.CHARACTER_SET.format(number=number, declared=declared))
        message_type = separators.components(_at(header, 9))
        results = message_type[0] in ("ORU", "OUL", "") or message_type[0].startswith("ORU")
        self.message = _Message(
            separators=separators,
            encoding=self.encoding or CHARACTER_SETS[declared] or "utf-8",
            results=results,
            specimen_first=message_type[0] == "OUL",
            sent_at=iso_time(separators.components(_at(header, 7))[0]),
        )
        if results:
            self.messages += 1
        else:
            self.others += 1

    def _decode(self, number: int, raw: bytes) -> str:
        try:
            return raw.decode(self.message.encoding)
        except LookupError as error:
            raise RefusedError(texts.NO_ENCODING.format(encoding=self.message.encoding)) from error
        except UnicodeDecodeError as error:
            if self.message.encoding == "ascii":  # declared by habit; certain when it is valid UTF-8
                self.message.encoding = "utf-8"
                return self._decode(number, raw)
            raise RefusedError(
                texts.OTHER_ENCODING.format(number=number, encoding=self.message.encoding)
            ) from error

    def _segment(self, number: int, name: str, text: str) -> None:
        message, separators = self.message, self.message.separators
        fields = separators.fields(text)
        if name == "PID":
            self._close_order()
            message.patient = _patient(separators, fields)
            message.order, message.order_status = {}, ""
        elif name == "ORC":
            self._close_order()
            message.order, message.order_status = {}, ""
        elif name == "OBR":
            self._close_order()
            message.order = _order(separators, fields) | message.specimen
            message.order_status = separators.components(_at(fields, 25))[0].upper()
        elif name == "SPM":
            specimen = _specimen(separators, fields)
            if message.specimen_first:
                message.specimen = specimen
            message.order.update(specimen)  # before the results of its order, or after them
            for row in message.rows:
                row.cells.update(specimen)
        elif name == "OBX":
            message.rows.append(self._result(number, fields))
        elif name == "NTE" and message.rows:
            comment = separators.plain(_at(fields, 3).replace(separators.repetition, " "))
            if comment:
                message.rows[-1].notes.append(comment)

    def _result(self, number: int, fields: list[str]) -> _Row:
        message, separators = self.message, self.message.separators
        test = separators.components(_at(fields, 3))
        cells = dict.fromkeys(LAB_COLUMNS, "") | message.patient | message.order
        code = loinc_in(test)
        names = [_at(test, 1), _at(test, 4), _at(test, 0), _at(test, 3)]
        cells["code"] = code
        cells["test"] = next((n for n in names if n and n != code), code)
        cells["value"] = _value(separators, _at(fields, 2), _at(fields, 5))
        unit = separators.components(_at(fields, 6))
        cells["unit"] = _at(unit, 0) or _at(unit, 1)
        cells["reference_range"] = separators.plain(_at(fields, 7))
        cells["reported_at"] = cells["reported_at"] or message.sent_at
        own_time = iso_time(separators.components(_at(fields, 14))[0])
        cells["collected_at"] = cells["collected_at"] or own_time
        if not cells["collected_at"]:
            cells["hold"] = texts.NO_DRAW_TIME
        letter = separators.components(_at(fields, 11))[0].upper()
        if letter in _NO_RESULT:
            cells["value"] = ""
            cells["comment"] = _NO_RESULT[letter]
        if letter:
            # an unknown letter may not supersede anything
            cells["status"] = _STATUS.get(letter, "preliminary")
        else:
            cells["status"] = _ORDER_STATUS.get(message.order_status, "final")
        return _Row(number, cells)

    def _close_order(self) -> None:
        for row in self.message.rows:
            comment = " ".join(part for part in (row.cells["comment"], *row.notes) if part)
            row.cells["comment"] = comment
            self.collect.add(self.table, row.number, [row.cells[c] for c in LAB_COLUMNS])
        self.message.rows = []


def _at(parts: list[str], index: int) -> str:
    return parts[index] if len(parts) > index else ""


def _patient(separators: Separators, fields: list[str]) -> dict[str, str]:
    candidates = [separators.components(r) for r in _at(fields, 3).split(separators.repetition)]
    candidates = [c for c in candidates if c[0]]
    # several identifiers: the medical record number, so that national and insurance numbers do not become the id
    chosen = next((c for c in candidates if _at(c, 4).upper() == "MR"), candidates[0] if candidates else None)
    identifier = chosen[0] if chosen else separators.components(_at(fields, 2))[0]
    name = separators.components(_at(fields, 5))
    family = name[0].split(separators.sub)[0]
    spoken = " ".join(part for part in (_at(name, 1), _at(name, 2), family) if part)
    birth = iso_time(separators.components(_at(fields, 7))[0])[:10]
    return {"patient_id": identifier, "patient_name": spoken, "birth_date": birth if len(birth) == 10 else ""}


def _order(separators: Separators, fields: list[str]) -> dict[str, str]:
    filler, placer = separators.components(_at(fields, 3))[0], separators.components(_at(fields, 2))[0]
    source = _at(fields, 15).split(separators.component)[0].split(separators.sub)
    source_text = separators.plain(_at(source, 1) or _at(source, 0))
    return {
        "collected_at": iso_time(separators.components(_at(fields, 7))[0]),
        "reported_at": iso_time(separators.components(_at(fields, 22))[0]),
        "specimen_id": filler or placer,
        "specimen_type": source_text,
    }


def _specimen(separators: Separators, fields: list[str]) -> dict[str, str]:
    placer, _, filler = _at(fields, 2).split(separators.repetition)[0].partition(separators.component)
    identifier = separators.plain(filler.split(separators.sub)[0]) or separators.plain(
        placer.split(separators.sub)[0]
    )
    kind = separators.components(_at(fields, 4))
    found = {"specimen_id": identifier, "specimen_type": _at(kind, 1) or _at(kind, 0)}
    return {name: value for name, value in found.items() if value}


def _value(separators: Separators, data_type: str, text: str) -> str:
    """The result as text; a structured number (SN) with its comparator, a coded entry with its wording."""
    data_type = data_type.strip().upper()
    if data_type == "SN":
        parts = separators.components(text)
        comparator, first, mark, second = (_at(parts, i) for i in range(4))
        if comparator == "=":
            comparator = ""
        return f"{comparator}{first}{mark}{second}" if mark or second else f"{comparator}{first}"
    if data_type in ("CE", "CWE", "CNE", "CF"):
        parts = separators.components(text)
        return _at(parts, 1) or _at(parts, 0)
    if data_type in ("ED", "RP"):
        return texts.ATTACHED
    if data_type in ("NM", "ST", ""):
        # several repetitions or components are no one number: the whole text shows why the row is rejected
        trimmed = text.rstrip(separators.component + separators.repetition)
        return separators.plain(trimmed)
    return separators.plain(text.replace(separators.repetition, " "))
