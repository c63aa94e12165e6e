"""Limits, windows, targets and intervals: ours (settings.toml) under the clinic's own copy."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from data.errors import TroughlineError

Value = float | int | bool


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
        """ca_p.critical → ca_p_critical: the names under which the SQL files join them."""
        return {e.key.replace(".", "_"): e.value for e in self.entries}

    def changed(self, values: Mapping[str, Value], source: str = "changed here") -> Settings:
        """The same settings with some values replaced; TroughlineError names a key that is not ours."""
        known = {e.key: e for e in self.entries}
        for key, value in values.items():
            if key not in known:
                raise TroughlineError(f"Settings: unknown key {key!r}. Known are: {', '.join(known)}.")
            known[key] = Setting(key, _checked(known[key], value), known[key].unit, source)
        result = Settings(tuple(known.values()))
        _check_together(result)
        return result


def load(clinic_copy: Path | None = None) -> Settings:
    """Ours, layered under the clinic's own file. Raises TroughlineError naming the key that is wrong."""
    ours = _ours()
    if clinic_copy is None:
        return ours
    try:
        document = tomllib.loads(Path(clinic_copy).read_text(encoding="utf-8"))
    except OSError as error:
        raise TroughlineError(f"Settings file {clinic_copy} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TroughlineError(f"Settings file {clinic_copy} is not valid TOML: {error}.") from error
    values: dict[str, Value] = {}
    for section, body in document.items():
        if section == "clinic":
            continue  # facts of the clinic such as its time zone are read where the store is made
        if not isinstance(body, dict):
            raise TroughlineError(
                f"Settings file {clinic_copy}: unknown key {section!r}; expected sections like [ca_p]."
            )
        for name, entry in body.items():
            key = f"{section}.{name}"
            values[key] = entry["value"] if isinstance(entry, dict) and "value" in entry else entry
    try:
        return ours.changed(values, source=f"the clinic's own ({Path(clinic_copy).name})")
    except TroughlineError as error:
        raise TroughlineError(f"{clinic_copy}: {error}") from error


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


def _checked(ours: Setting, value: object) -> Value:
    if isinstance(ours.value, bool):
        if not isinstance(value, bool):
            raise TroughlineError(f"Settings: {ours.key} is {value!r}; expected true or false.")
        return value
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < 0
    ):
        raise TroughlineError(
            f"Settings: {ours.key} is {value!r}; expected a number of {ours.unit}, not below 0."
        )
    if "_days" in ours.key or ours.key.endswith(("_months", ".at_least", ".shown_from", ".from_day")):
        if value != int(value):
            raise TroughlineError(
                f"Settings: {ours.key} is {value!r}; expected a whole number of {ours.unit}."
            )
        return int(value)
    return float(value)


def _check_together(settings: Settings) -> None:
    for low, high in (
        ("ca_p.watch", "ca_p.critical"),
        ("target.first_low", "target.first_high"),
        ("target.later_low", "target.later_high"),
        ("overdue.early_months", "overdue.middle_months"),
        ("due.change_from_days", "due.change_to_days"),
        ("due.interaction_from_days", "due.interaction_to_days"),
        ("trough.twice_daily_from_hours", "trough.twice_daily_to_hours"),
        ("trough.once_daily_from_hours", "trough.once_daily_to_hours"),
    ):
        if settings.value(low) > settings.value(high):
            raise TroughlineError(
                f"Settings: {low} ({settings.value(low)}) is above {high} ({settings.value(high)}); expected it at or below."
            )
