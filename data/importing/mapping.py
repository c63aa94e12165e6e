"""Which column means what: native headers by name, foreign laboratory exports by the words laboratories use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import TroughlineError
from data.importing import known_fields, vocabulary
from data.importing.account import Question
from data.importing.header_words import name_and_unit, plain_header, synonyms
from data.importing.kinds import KINDS, native_kind, nearest_kind
from data.importing.labs import FIELDS
from data.importing.raw import RawTable
from data.importing.reading_options import TwoReadings
from data.importing.recognising import recognise
from data.texts import files as texts
from data.texts import hints


class NotRecognisedError(TroughlineError):
    """No layout: what is missing of a laboratory file, and which columns were recognised (field -> header)."""

    def __init__(self, reason: str, missing: Sequence[str], mapping: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.missing = tuple(missing)
        self.mapping = dict(mapping)


@dataclass
class Layout:
    """field -> column position; tests: of a wide file (position, test, unit, monitored)."""

    kind: str
    layout: str
    fields: dict[str, int]
    mapping: dict[str, str]
    ignored: list[str] = field(default_factory=list)
    tests: list[tuple[int, str, str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    """field -> header, as a person has named it."""


def layout_of_sheet(raw: RawTable, kind: str | None, given: Mapping[str, str]) -> Layout:
    """The layout of one of several tables. What a person named holds where a sheet has all those columns; another sheet is
    recognised by itself, and with those of the columns that it has only where this leaves it open."""
    names = {name.strip() for name in raw.header}
    here = {target: name for target, name in given.items() if name.strip() in names}
    if len(here) < len(given):
        try:
            return recognise_layout(raw, kind, None)
        except (TroughlineError, TwoReadings):
            if not here:
                raise
    return recognise_layout(raw, kind, here)


def recognise_layout(raw: RawTable, kind: str | None, given: Mapping[str, str] | None) -> Layout:
    """The layout of a raw table. given: field -> header (from --map, the page or memory). Raises TroughlineError, TwoReadings."""
    kind = kind or raw.kind
    if kind is not None and kind not in KINDS:
        raise TroughlineError(texts.UNKNOWN_KIND.format(kind=kind, kinds=", ".join(KINDS)))
    layout = _recognised(raw, kind, given or {})
    layout.given = dict(given or {})
    return layout


def _recognised(raw: RawTable, kind: str | None, given: Mapping[str, str]) -> Layout:
    if raw.kind is not None:
        _given(raw.header, given)
        return _handed_over(raw, raw.kind)
    found = kind or (None if given and not _is_records(raw.header) else native_kind(raw.header))
    known_fields.check(given, found or "labs")
    given_at = _given(raw.header, given)
    if found in (None, "labs"):
        if not given_at and native_kind(raw.header) == "labs":
            return _native(raw.header, "labs")
        return _foreign(raw, given_at, explicit=kind == "labs")
    return _native(raw.header, str(found), given_at)


def _is_records(header: list[str]) -> bool:
    return native_kind(header) not in (None, "labs")


def named_columns_are_in(tables: Sequence[RawTable], given: Mapping[str, str]) -> None:
    """Raises TroughlineError when a column that a person named is on none of the sheets, or its field on no kind of them."""
    known_fields.check_any(given)
    columns = list(dict.fromkeys(name.strip() for table in tables for name in table.header))
    _given(columns, given)


def _given(header: list[str], given: Mapping[str, str]) -> dict[str, int]:
    names = [name.strip() for name in header]
    answer = {}
    for target, name in given.items():
        if name.strip() not in names:
            columns = ", ".join(filter(None, names))
            raise TroughlineError(texts.NO_COLUMN.format(field=target, name=name, columns=columns))
        answer[target] = names.index(name.strip())
    return answer


def _native(header: list[str], kind: str, given: Mapping[str, int] | None = None) -> Layout:
    known = KINDS[kind]
    fields = dict(given or {})
    ignored = []
    for position, name in enumerate(header):
        plain = name.strip().casefold()
        if plain in known.columns and plain not in fields:
            fields[plain] = position
        elif position not in fields.values() and plain:
            ignored.append(name.strip())
    missing = [name for name in known.required if name not in fields]
    unknown = [name for name in fields if name not in known.columns]
    if missing:
        raise TroughlineError(
            texts.COLUMNS_NEEDED.format(kind=kind, missing=", ".join(missing), found=", ".join(header))
        )
    if kind != "labs" and (ignored or unknown):
        raise TroughlineError(
            texts.COLUMNS_UNKNOWN.format(
                unknown=", ".join(ignored + unknown), kind=kind, known=", ".join(known.columns)
            )
        )
    if kind == "labs":
        # a name or birth date beside a result is compared with the record: the same id may be another person
        for alias, target in (
            ("patient_name", "patient_name"),
            ("name", "patient_name"),
            ("birth_date", "birth_date"),
            ("comparator", "comparator"),
        ):
            if alias in [name.casefold() for name in ignored] and target not in fields:
                column = next(name for name in ignored if name.casefold() == alias)
                fields[target] = [name.strip() for name in header].index(column)
                ignored.remove(column)
    return Layout(kind, "native", fields, {name: header[at].strip() for name, at in fields.items()}, ignored)


def _handed_over(raw: RawTable, kind: str) -> Layout:
    """A reader has put the columns under native names already."""
    known = FIELDS if kind == "labs" else KINDS[kind].columns
    fields = {name: at for at, name in enumerate(raw.header) if name in known}
    ignored = [name for name in raw.header if name not in known and name]
    return Layout(kind, "native", fields, {name: name for name in fields}, ignored)


def _foreign(raw: RawTable, given: Mapping[str, int], *, explicit: bool) -> Layout:
    header = raw.header
    fields = dict(given)
    taken = set(given.values())
    candidates: dict[str, dict[int, list[int]]] = {}
    for position, name in enumerate(header):
        if position not in taken:
            for synonym in synonyms().get(plain_header(name), []):
                candidates.setdefault(synonym.field, {}).setdefault(synonym.tier, []).append(position)
    for target, tiers in candidates.items():
        if target in fields:
            continue
        best = [at for at in tiers[min(tiers)] if at not in taken]
        if not best:
            continue
        chosen = _choose(raw, target, best)
        fields[target] = chosen
        taken.add(chosen)
    tests = (
        _tests(raw, taken)
        if not fields.keys() & {"value", "value_number"}
        and not any(name in vocabulary.analytes() for name in given)
        else []
    )
    for target in [name for name in fields if name in vocabulary.analytes()]:
        position = fields.pop(target)
        unit = name_and_unit(header[position])[1]
        tests.append((position, target, unit, True))
    if "value_number" in fields and "value" not in fields:
        fields["value"] = fields.pop("value_number")
    elif "value" in fields and "value_number" not in fields and "value" not in given:
        _beside_its_text(header, fields, taken)
    wide = "value" not in fields and bool([test for test in tests if test[3]])
    if (
        wide and "test" in fields and "patient_name" not in fields
    ):  # whose name it is, where each test has its column
        at = fields.pop("test")
        if plain_header(header[at]) == "name":
            fields["patient_name"] = at
    missing = [name for name in ("patient_id", "collected_at") if name not in fields]
    if not wide:
        missing += [name for name in ("value",) if name not in fields]
        if "test" not in fields and "code" not in fields:
            missing.append("test")
        if "unit" not in fields:
            missing.append("unit")
    if missing:
        raise _not_recognised(
            header, missing, {name: header[at].strip() for name, at in fields.items()}, explicit
        )
    used = set(fields.values()) | {at for at, *_ in tests if wide}
    ignored = [name.strip() for at, name in enumerate(header) if at not in used and name.strip()]
    mapping = {name: header[at].strip() for name, at in fields.items()}
    if wide:
        for at, test, unit, monitored in tests:
            if monitored:
                mapping[recognise(test, "", unit).analyte or test] = header[at].strip()
    return Layout("labs", "wide" if wide else "long", fields, mapping, ignored, tests if wide else [])


def _beside_its_text(header: list[str], fields: dict[str, int], taken: set[int]) -> None:
    """A value beside a column VALUE_TEXT is the number of that text: `>90` with 9999999 is >90."""
    for at, name in enumerate(header):
        if plain_header(name) == "value text" and at not in taken:
            fields["value_number"], fields["value"] = fields["value"], at
            return


def _choose(raw: RawTable, target: str, positions: list[int]) -> int:
    """One of several columns that could be the same thing: the native name, else equal ones are one, else ask."""
    exact = [at for at in positions if raw.header[at].strip().casefold() == target]
    if len(exact) == 1:
        return exact[0]
    if len(positions) == 1:
        return positions[0]
    columns = [raw.rows.column(at) for at in positions]
    if target not in ("patient_id", "collected_at", "value", "unit") or all(
        c.equals(columns[0]) for c in columns
    ):
        return positions[0]
    names = tuple(raw.header[at].strip() for at in positions)
    raise TwoReadings(
        Question(
            "mapping",
            names,
            texts.TWO_COLUMNS.format(columns=", ".join(names), field=target),
        )
    )


def _tests(raw: RawTable, taken: set[int]) -> list[tuple[int, str, str, bool]]:
    """Columns of a wide file that hold tests: (position, test, unit, monitored)."""
    found = []
    for position, name in enumerate(raw.header):
        if position in taken or not name.strip():
            continue
        test, unit = name_and_unit(name)
        outcome = recognise(test, "", unit).outcome
        if outcome != "not_monitored":
            found.append((position, test, unit, True))
        elif unit or _mostly_numbers(raw, position):
            found.append((position, test, unit, False))
    return found


def _mostly_numbers(raw: RawTable, position: int) -> bool:
    from data.importing.numbers import readings

    cells = [cell for cell in raw.rows.column(position).slice(0, 200).to_pylist() if cell and cell.strip()]
    return bool(cells) and sum(bool(readings(cell)) for cell in cells) > len(cells) / 2


def _not_recognised(
    header: list[str], missing: list[str], mapping: Mapping[str, str], explicit: bool
) -> TroughlineError:
    columns = ", ".join(name.strip() for name in header if name.strip()) or texts.NO_COLUMNS
    near = None if explicit else nearest_kind(header)
    if near and near[0].name != "labs" and (near[1] or near[2]):
        kind, lacking, unknown = near
        parts = [
            text.format(columns=", ".join(some))
            for text, some in ((texts.MISSING, lacking), (texts.UNKNOWN, unknown))
            if some
        ]
        problems, known = texts.AND.join(parts), ", ".join(kind.columns)
        return TroughlineError(texts.LOOKS_LIKE.format(kind=kind.name, problems=problems, known=known))
    naming = (hints.NAME_COLUMN if len(missing) == 1 else hints.NAME_EACH).format(field=missing[0])
    reason = texts.NO_UNITS if missing == ["unit"] else texts.NOT_RECOGNISED
    said = reason.format(missing=", ".join(missing), columns=columns, naming=naming)
    return NotRecognisedError(said, missing, mapping)
