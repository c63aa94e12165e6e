"""Dose changes of one patient in order and in words."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.texts import doses as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord

IMMUNOSUPPRESSANTS = ("cni", "mtor", "steroid", "antimetabolite")
"""Drug classes whose changes are set against symptoms; belatacept and the like are of class "other" and come by name."""
ALSO_IMMUNOSUPPRESSANT = ("belatacept",)
INTERACTIONS = ("interacting_start", "interacting_stop")

COLUMNS = [
    "drug",
    "drug_class",
    "kind",
    "changed_on",
    "from_mg_per_day",
    "to_mg_per_day",
    "from_formulation",
    "to_formulation",
]


def dose_changes(record: PatientRecord, *, every_drug: bool = False) -> pd.DataFrame:
    """Changes of every immunosuppressant and steroid, and starts and stops of interacting drugs, oldest first.

    Columns: drug, drug_class, kind, changed_on, from_mg_per_day, to_mg_per_day, from_formulation, to_formulation, text
    ("tacrolimus 2 → 4 mg/day"). every_drug: also statins, quinolones, antiresorptives and whatever else is on record.
    """
    changes = _kept(record)
    if not every_drug:
        wanted = changes["drug_class"].isin(IMMUNOSUPPRESSANTS) | changes["drug"].isin(ALSO_IMMUNOSUPPRESSANT)
        return changes[wanted | changes["kind"].isin(INTERACTIONS)].reset_index(drop=True)
    return changes.copy()


def change_text(change: dict[Any, Any]) -> str:
    """One change in words: "tacrolimus 2 → 4 mg/day", "sirolimus started, dose unknown", "voriconazole stopped"."""
    drug = str(change["drug"]).replace("_", " ")
    kind, before, after = (
        str(change["kind"]),
        _mg(change.get("from_mg_per_day")),
        _mg(change.get("to_mg_per_day")),
    )
    if kind.endswith("stop"):
        return (texts.STOPPED_AT if before else texts.STOPPED).format(drug=drug, dose=before)
    if kind == "interacting_start":
        return texts.STARTED.format(drug=drug)
    if kind in texts.BEGUN:
        begun = texts.BEGUN[kind].format(drug=drug)
        return (texts.BEGUN_AT if after else texts.BEGUN_UNKNOWN).format(change=begun, dose=after)
    known = {"drug": drug, "before": before or texts.UNKNOWN, "after": after or texts.UNKNOWN}
    if kind == "formulation":
        forms = " → ".join(_form(change.get(f"{end}_formulation")) for end in ("from", "to"))
        return texts.FORMULATION.format(forms=forms, **known)
    return texts.DOSE.format(**known)


_tables: dict[int, tuple[weakref.ref[PatientRecord], pd.DataFrame]] = {}


def _kept(record: PatientRecord) -> pd.DataFrame:
    """The table of one record, made once: a page asks for it some twenty times. Gone with its record."""
    key = id(record)
    held = _tables.get(key)
    if held is not None and held[0]() is record:
        return held[1]
    changes = (
        _with_class(record).sort_values(["changed_on", "drug", "kind"], kind="stable").reset_index(drop=True)
    )
    changes["text"] = [change_text(row) for row in changes.to_dict("records")]
    _tables[key] = (weakref.ref(record, lambda _: _tables.pop(key, None)), changes)
    return changes


def _with_class(record: PatientRecord) -> pd.DataFrame:
    changes = record.changes.copy()
    if "drug_class" not in changes:
        classes = dict(zip(record.dose_periods["drug"], record.dose_periods["drug_class"], strict=True))
        changes["drug_class"] = [classes.get(drug, "interacting") for drug in changes["drug"]]
    changes["changed_on"] = pd.to_datetime(changes["changed_on"])
    return changes[COLUMNS]


def _mg(value: Any) -> str:
    return "" if value is None or pd.isna(value) else f"{float(value):g}"


def _form(value: Any) -> str:
    return str(value).replace("_", " ") if isinstance(value, str) and value else texts.FORMULATION_UNKNOWN
