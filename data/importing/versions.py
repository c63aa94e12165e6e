"""Versions of one result: which row is new, says nothing new, or replaces what stood (definitions.md, 'Settled readings')."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.importing.statuses import RANKS
from data.texts import rows as texts


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a result; order grows with the import."""

    order: int
    status: str
    collected_at: datetime
    reported_at: datetime | None
    comparator: str
    value: float | None
    further: tuple[Any, ...]
    """reference_low, reference_high, timing, last_dose_at, comment"""

    @property
    def withdraws(self) -> bool:
        """cancelled and wrong_patient."""
        return self.status in ("cancelled", "wrong_patient")

    @property
    def standing(self) -> tuple[int, datetime]:
        """Highest status first, then latest reported (else the draw)."""
        return RANKS[self.status], self.reported_at or self.collected_at


def decide(versions: Sequence[Version], new: Version) -> tuple[str, str]:
    """(stored | duplicate | superseding | rejected, reason) for a row that arrives after versions."""
    if not versions:
        return ("rejected", texts.NOTHING_TO_WITHDRAW) if new.withdraws else ("stored", "")
    current = max(versions, key=lambda version: (*version.standing, version.order))
    if current.withdraws and new.withdraws:
        return "duplicate", ""
    for version in versions:
        later = new.reported_at is not None and new.standing > current.standing and version is not current
        if _nothing_new(version, new) and not later:
            return "duplicate", ""
    differs = not new.withdraws and (new.comparator, new.value) != (current.comparator, current.value)
    if new.standing < current.standing:
        same_rank = RANKS[new.status] == RANKS[current.status]
        return "duplicate", texts.DIFFERING_OLDER if differs and same_rank and not current.withdraws else ""
    unmarked = new.status == "final" and current.status == "final" and differs
    return "superseding", texts.DIFFERING_FINAL if unmarked else ""


def _nothing_new(old: Version, new: Version) -> bool:
    """The same again, however spelt: what the new row leaves empty it does not take back."""
    if old.status != new.status:
        return False
    if not new.withdraws and (old.comparator, old.value) != (new.comparator, new.value):
        return False
    return all(fresh is None or fresh == stale for stale, fresh in zip(old.further, new.further, strict=True))


def decide_all(rows: Iterable[Sequence[Any]]) -> list[tuple[int, str, str]]:
    """(seq, fate, reason) for the rows of labs_contested.sql: versions on record first, then the file in its order."""
    results: dict[tuple[Any, ...], list[Version]] = {}
    fates = []
    newest = 0
    for record_id, seq, *rest in rows:
        identity = tuple(rest[:6])
        status, comparator, value, low, high, reported_at, timing, last_dose_at, comment = rest[6:]
        newest = record_id if record_id is not None else newest + 1
        version = Version(
            newest,
            status,
            rest[2],
            reported_at,
            comparator,
            value,
            (low, high, timing, last_dose_at, comment),
        )
        versions = results.setdefault(identity, [])
        if record_id is None:
            fate, reason = decide(versions, version)
            fates.append((seq, fate, reason))
            if fate not in ("stored", "superseding"):
                continue
        versions.append(version)
    return fates
