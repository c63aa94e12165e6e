"""What stood around each dose change: the levels before and after it, and the other changes of the same week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.changes import dose_changes
from analytics.texts import doses as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord

SAME_WEEK_DAYS = 7
"""Other changes at most this many days before or after a change are named beside it: the wider reading of "the same week"
hides no confounder."""


def changes_with_levels(record: PatientRecord) -> list[dict[Any, Any]]:
    """Every change with the levels around it and what else changed within 7 days."""
    changes = dose_changes(record).to_dict("records")
    every = dose_changes(record, every_drug=True).to_dict("records")
    levels = _levels(record)
    cni = [row for row in record.dose_periods.to_dict("records") if row["drug_class"] == "cni"]
    cni.sort(key=lambda row: row["first_on"])
    return [
        change
        | {"same_week": _same_week(change, every)}
        | _levels_around(change, _level_drug(change, cni, levels), levels)
        for change in changes
    ]


def _levels(record: PatientRecord) -> dict[str, list[dict[Any, Any]]]:
    """drug -> its levels, oldest first: the CNI troughs and the other drugs that are measured."""
    columns = ["drug", "collected_at", "comparator", "value"]
    other = record.results[record.results["analyte"].isin(["sirolimus", "everolimus"])].rename(
        columns={"analyte": "drug"}
    )
    rows = [*record.troughs[columns].to_dict("records"), *other[columns].to_dict("records")]
    levels: dict[str, list[dict[Any, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["collected_at"], row["drug"], row["value"])):
        levels.setdefault(row["drug"], []).append(row)
    return levels


def _levels_around(
    change: dict[Any, Any], drug: str, levels: dict[str, list[dict[Any, Any]]]
) -> dict[Any, Any]:
    """A level drawn on the day of a change belongs to the dose before it (definitions.md)."""
    found: dict[Any, Any] = {"level_drug": drug}
    for level in levels.get(drug, ()):
        drawn_on = level["collected_at"].normalize()
        when = "before" if drawn_on <= change["changed_on"] else "after"
        found |= {
            f"level_{when}": level["value"],
            f"level_{when}_comparator": level["comparator"],
            f"level_{when}_on": drawn_on,
        }
        if when == "after":
            break
    return found


def _level_drug(
    change: dict[Any, Any], cni: list[dict[Any, Any]], levels: dict[str, list[dict[Any, Any]]]
) -> str:
    """The drug itself where it is measured, else the CNI of that day."""
    if change["drug"] in levels or change["drug_class"] in ("cni", "mtor"):
        return str(change["drug"])
    begun = [row["drug"] for row in cni if row["first_on"] <= change["changed_on"]]
    return str(begun[-1]) if begun else ""


def _same_week(change: dict[Any, Any], changes: list[dict[Any, Any]]) -> str:
    words = []
    for other in changes:
        days = (other["changed_on"] - change["changed_on"]).days
        itself = all(other[name] == change[name] for name in ("drug", "kind", "changed_on"))
        if abs(days) > SAME_WEEK_DAYS or itself:
            continue
        one, several = texts.APART[(days > 0) - (days < 0)]
        apart = (several if abs(days) > 1 else one).format(n=abs(days))
        words.append(f"{other['text']} ({apart})")
    return "; ".join(words)
