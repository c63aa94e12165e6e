"""The seven native kinds: their columns, and which must be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """columns in their order; required ones must stand in the header."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All known columns."""
        return self.required + self.optional


def _kind(name: str, required: str, optional: str) -> Kind:
    return Kind(name, tuple(required.split()), tuple(optional.split()))


KINDS = {
    kind.name: kind
    for kind in (
        _kind(
            "patients", "patient_id",
            "name sex birth_date risk_factors indication primary_disease clinic consultant",
        ),
        _kind("targets", "patient_id drug low high from_on", "until_on"),
        _kind("transplants", "patient_id transplanted_on", "organ donor graft_number failed_on"),
        _kind(
            "labs", "patient_id test collected_at value unit",
            "reference_low reference_high specimen_id status reported_at timing last_dose_at comment",
        ),
        _kind(
            "doses", "patient_id drug dose dose_unit frequency started_on", "stopped_on formulation route reason"
        ),
        _kind(
            "symptoms", "patient_id symptom site onset_on",
            "side severity walking recorded_on resolved_on worse_with relieved_by signs date_precision told_by note",
        ),
        _kind("events", "patient_id kind happened_on", "title detail date_precision"),
    )
}  # fmt: skip


def native_kind(header: Iterable[str]) -> str | None:
    """The kind whose required columns are all there; of several the one that asks for most.

    patients asks for an id alone, so it also wants no other column than its own.
    """
    names = {name.strip().casefold() for name in header}
    fitting = [kind for kind in KINDS.values() if set(kind.required) <= names and kind.name != "patients"]
    if fitting:
        return max(fitting, key=lambda kind: len(kind.required)).name
    if "patient_id" in names and names - {""} <= set(KINDS["patients"].columns):
        return "patients"
    return None


def nearest_kind(header: Iterable[str]) -> tuple[Kind, list[str], list[str]] | None:
    """(kind, its missing columns, columns it does not know) of the kind that the header looks most like."""
    names = {name.strip().casefold() for name in header} - {""}
    best = max(
        KINDS.values(),
        key=lambda kind: len(names & set(kind.columns)) - 0.1 * len(set(kind.required) - names),
    )
    if len(names & set(best.columns)) < 2:
        return None
    return best, [name for name in best.required if name not in names], sorted(names - set(best.columns))
