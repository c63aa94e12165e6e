"""Limits, windows, targets and intervals: ours (settings.toml) under the clinic's own copy."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analytics.settings_checks import check_together, checked_value
from analytics.texts import settings as texts
from data.errors import TroughlineError, why

Value = float | int | bool
TIME_ZONE = "clinic.time_zone"
"""A fact of the clinic that may stand in its file too; it counts when the store is made (data.store)."""


@dataclass(frozen=True)
class Setting:
    """One documented value; key such as ca_p.critical."""

    key: str
    value: Value
    unit: str
    source: str


@dataclass(frozen=True)
class Settings:
    """All settings of one evaluation; equal settings compare and hash equal, so caches can be keyed by them."""

    entries: tuple[Setting, ...]

    def value(self, key: str) -> Value:
        """The value of one key; KeyError names a key that does not exist."""
        for entry in self.entries:
            if entry.key == key:
                return entry.value
        raise KeyError(key)

    def items(self) -> list[tuple[str, Value, str, str]]:
        """(key, value, unit, source) in the order of the file."""
        return [(e.key, e.value, e.unit, e.source) for e in self.entries]

    def columns(self) -> dict[str, Value]:
        """ca_p.critical → ca_p_critical: the names by which the SQL files ask for them ($ca_p_critical)."""
        return {e.key.replace(".", "_"): e.value for e in self.entries}

    def changed(self, values: Mapping[str, Value], source: str = texts.CHANGED_HERE) -> Settings:
        """The same settings with some values replaced; TroughlineError names a key that is not ours."""
        known = {e.key: e for e in self.entries}
        for key, value in values.items():
            if key not in known:
                raise TroughlineError(texts.UNKNOWN_KEY.format(key=key, instead=_known_instead(key, known)))
            checked = checked_value(key, known[key].value, known[key].unit, value)
            known[key] = Setting(key, checked, known[key].unit, source)
        check_together({key: entry.value for key, entry in known.items()})
        return Settings(tuple(known.values()))


def _known_instead(key: str, known: Iterable[str]) -> str:
    """The key that was probably meant, else those of its section, else the sections."""
    meant = get_close_matches(key, known, n=1, cutoff=0.8)
    if meant:
        return texts.DID_YOU_MEAN.format(key=meant[0])
    section = [one for one in known if one.split(".")[0] == key.split(".")[0]]
    keys = section or dict.fromkeys(one.split(".")[0] for one in known)
    return texts.KNOWN.format(keys=", ".join(keys))


def clinic_file(store: Path) -> Path:
    """Where the clinic's own settings stand, or would stand: TROUGHLINE_SETTINGS, else settings.toml beside the store."""
    named = os.environ.get("TROUGHLINE_SETTINGS")
    return Path(named) if named else store.with_name("settings.toml")


def in_force(store: Path) -> Settings:
    """Ours, layered under the clinic's own where there are any; a file that TROUGHLINE_SETTINGS names must be there."""
    path = clinic_file(store)
    return load(path if path.exists() or "TROUGHLINE_SETTINGS" in os.environ else None)


def load(clinic_copy: Path | None = None) -> Settings:
    """Ours, layered under the clinic's own file. Raises TroughlineError naming the key that is wrong."""
    if clinic_copy is None:
        return _ours()
    try:
        return parse(file_text(Path(clinic_copy)), Path(clinic_copy).name)
    except TroughlineError as error:
        raise TroughlineError(texts.IN_FILE.format(file=clinic_copy, problem=error)) from error


def file_text(path: Path) -> str:
    """A settings file as it stands. Raises TroughlineError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TroughlineError(texts.UNREADABLE.format(problem=why(error))) from error
    except UnicodeDecodeError as error:
        raise TroughlineError(texts.NOT_UTF8) from error


def parse(text: str, name: str = "settings.toml") -> Settings:
    """Ours, layered under the text of a clinic's file. Raises TroughlineError naming the key that is wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TroughlineError(_not_toml(str(error))) from error
    ours = _ours()
    units = {entry.key: entry.unit for entry in ours.entries}
    values: dict[str, Value] = {}
    for section, body in document.items():
        if not isinstance(body, dict):
            raise TroughlineError(texts.UNKNOWN_SECTION.format(key=section))
        for entry_name, entry in body.items():
            key = f"{section}.{entry_name}"
            if key == TIME_ZONE:
                _check_time_zone(entry)
                continue
            values[key] = _value_of(key, entry, units.get(key))
    return ours.changed(values, source=texts.OWN_FILE.format(name=name))


def _not_toml(problem: str) -> str:
    """Where the text is not as a settings file is written; the parser's own words are for programmers."""
    place = re.search(r"line (\d+), column (\d+)", problem)
    where = texts.AT.format(line=place[1], column=place[2]) if place else texts.AT_ITS_END
    is_twice = re.search(r"overwrite|twice|mutate|declare", problem)
    return texts.NOT_TOML.format(where=where, problem=texts.NAME_TWICE if is_twice else texts.EXPECTED_LINES)


def _value_of(key: str, entry: Any, unit: str | None) -> Any:
    """critical = 65, or critical = { value = 65, unit = "mg2/dL2", source = "…" } with the unit that is ours."""
    if not isinstance(entry, dict):
        return entry
    beside = sorted(set(entry) - {"value", "unit", "source"})
    if "value" not in entry or beside:
        raise TroughlineError(texts.NAMES.format(key=key, names=", ".join(beside) or texts.NO_VALUE))
    if unit is not None and entry.get("unit", unit) != unit:
        raise TroughlineError(texts.OTHER_UNIT.format(key=key, given=entry["unit"], unit=unit))
    return entry["value"]


def time_zone(clinic_copy: Path) -> str | None:
    """The clinic's time zone, when its file is there and names one; a store that is made now records it."""
    if not clinic_copy.exists():
        return None
    load(clinic_copy)
    zone: str | None = tomllib.loads(file_text(clinic_copy)).get("clinic", {}).get("time_zone")
    return zone


def _check_time_zone(zone: object) -> None:
    try:
        ZoneInfo(str(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise TroughlineError(texts.TIME_ZONE.format(key=TIME_ZONE, value=zone)) from error


@cache
def _ours() -> Settings:
    document = tomllib.loads((files("analytics") / "settings.toml").read_text(encoding="utf-8"))
    return Settings(
        tuple(
            Setting(f"{section}.{name}", entry["value"], entry["unit"], entry["source"])
            for section, body in document.items()
            for name, entry in body.items()
        )
    )
