"""Other explanations on record for a bone pain, and what else changed in the same weeks. Nothing is inferred from silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.around_changes import SAME_WEEK_DAYS
from analytics.changes import dose_changes
from analytics.comparing import each_exceeds, first_above, upper_limits
from analytics.imaging import FRACTURE, OSTEONECROSIS, says, text_of
from analytics.reaction import Reaction
from analytics.review_words import amount
from analytics.texts import evidence as texts
from analytics.texts.days import iso
from data.texts.analytes import in_words

if TYPE_CHECKING:
    from analytics.record import PatientRecord

NEAR_DAYS = 90
"""Minerals and steroid changes this near to the onset are named."""

COLUMNS = ["explanation", "answer", "on", "detail", "alternative"]


def other_explanations(record: PatientRecord, reaction: Reaction) -> pd.DataFrame:
    """One row an explanation: explanation, answer (present, absent, unknown), on, detail, alternative.

    alternative: could on its own have caused the pain and so answers Naranjo's question 5 with yes (raised PTH, raised
    calcium, hip pain, osteonecrosis, signs of gout or infection). A steroid change, sirolimus, or a fracture (which CIPS
    itself can bring) confounds without being one.
    """
    rows = [
        _raised(record, reaction, "pth", texts.PTH_ABOVE),
        _raised(
            record,
            reaction,
            "calcium",
            texts.CALCIUM_ABOVE.format(limit=f"{reaction.limit('calcium.high'):g} mg/dL"),
        ),
        _steroid(record, reaction),
        _in_events(record, reaction, FRACTURE, texts.FRACTURE, alternative=False),
        _in_events(record, reaction, OSTEONECROSIS, texts.OSTEONECROSIS, alternative=True),
        _hip(reaction),
        _inflamed(record, reaction),
        _sirolimus(record, reaction),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def confounders(record: PatientRecord, days: Iterable[pd.Timestamp]) -> pd.DataFrame:
    """What changed within 7 days of some days: any drug, and a test's reference range. Columns on, days (from the nearest), text."""
    changes = dose_changes(record, every_drug=True)
    found = [(row["changed_on"], row["text"]) for row in changes.to_dict("records")]
    found += [
        change for end, name in texts.RANGE_ENDS.items() for change in _changes_of_range(record, end, name)
    ]
    around = sorted(days)
    rows = []
    for on, text in found:
        apart = min(((on - day).days for day in around), key=abs)
        if abs(apart) <= SAME_WEEK_DAYS:
            rows.append({"on": on, "days": apart, "text": text})
    return (
        pd.DataFrame(rows, columns=["on", "days", "text"])
        .sort_values(["on", "text"], kind="stable")
        .reset_index(drop=True)
    )


def _changes_of_range(record: PatientRecord, end: str, name: str) -> list[tuple[pd.Timestamp, str]]:
    """The days on which one end of a test's reference range is first another one, in words."""
    ranged = record.results[["analyte", "collected_at", "record_id", end]].dropna()
    ranged = ranged.sort_values(["analyte", "collected_at", "record_id"])
    moved = ranged[ranged.groupby("analyte")[end].diff().abs() > 1e-6]  # rounding of units is below it
    return [
        (
            row["collected_at"].normalize(),
            texts.RANGE_CHANGED.format(analyte=in_words(row["analyte"]), end=name, limit=f"{row[end]:g}"),
        )
        for row in moved.to_dict("records")
    ]


def _row(
    explanation: str, answer: str, on: object = None, detail: str = "", *, alternative: bool = False
) -> dict[Any, Any]:
    return {
        "explanation": explanation,
        "answer": answer,
        "on": on,
        "detail": detail,
        "alternative": alternative,
    }


def _near(record: PatientRecord, reaction: Reaction, analyte: str) -> pd.DataFrame:
    """Results from 90 days before the onset, but not before the graft, to 90 days after the last onset of the reaction."""
    grafts = record.transplants.loc[
        record.transplants["transplanted_on"] <= reaction.onset_on, "transplanted_on"
    ]
    first = max([reaction.onset_on - pd.Timedelta(days=NEAR_DAYS), *grafts])
    some = record.results[(record.results["analyte"] == analyte) & record.results["value"].notna()]
    drawn_on = some["collected_at"].dt.normalize()
    last = reaction.symptoms["onset_on"].max()
    return some[drawn_on.between(first, last + pd.Timedelta(days=NEAR_DAYS))]


def _raised(record: PatientRecord, reaction: Reaction, analyte: str, title: str) -> dict[Any, Any]:
    near = _near(record, reaction, analyte).sort_values(["collected_at", "record_id"])
    if near.empty:
        return _row(title, "unknown", detail=texts.NO_RESULT)
    if analyte == "pth":
        limits = upper_limits(near, reaction.limit("pth.default_upper"))
    else:
        limits = pd.Series(reaction.limit("calcium.high"), index=near.index)
    over = each_exceeds(near, limits)
    raised, place = first_above(over)
    if not raised:
        row = near.iloc[place]
        return _row(
            title, "unknown" if raised is None else "absent", row["collected_at"].normalize(), _value(row)
        )
    above = near[[bool(one) for one in over]]
    highest = int(above["value"].to_numpy().argmax())
    worst, limit = above.iloc[highest], limits[above.index].iloc[highest]
    default = texts.DEFAULT_LIMIT if analyte == "pth" and not worst["reference_high"] > 0 else ""
    detail = texts.OVER_LIMIT.format(result=_value(worst), limit=f"{limit:g}", default=default)
    return _row(title, "present", worst["collected_at"].normalize(), detail, alternative=True)


def _value(row: pd.Series) -> str:
    value = f"{row['comparator']}{amount(row['value'])}"
    return texts.RESULT.format(name=texts.RESULTS[row["analyte"]], value=value, unit=row["unit"])


def _steroid(record: PatientRecord, reaction: Reaction) -> dict[Any, Any]:
    changes = dose_changes(record)
    last = reaction.symptoms["onset_on"].max()
    days = (last - changes["changed_on"]).dt.days
    some = changes[(changes["drug_class"] == "steroid") & (days >= 0) & (days <= NEAR_DAYS)]
    if len(some):
        return _row(
            texts.STEROID,
            "present",
            some["changed_on"].iloc[-1],
            "; ".join(
                texts.CHANGED_ON.format(change=row["text"], on=iso(row["changed_on"]))
                for row in some.to_dict("records")
            ),
        )
    on_record = (record.dose_periods["drug_class"] == "steroid").any()
    return _row(
        texts.STEROID,
        "absent" if on_record else "unknown",
        detail="" if on_record else texts.NO_STEROID,
    )


def _in_events(
    record: PatientRecord, reaction: Reaction, finding: re.Pattern[str], title: str, *, alternative: bool
) -> dict[Any, Any]:
    events = record.events[record.events["happened_on"] >= reaction.onset_on - pd.Timedelta(days=NEAR_DAYS)]
    told = [
        (event, says(text_of(event), finding))
        for event in events.sort_values("happened_on").to_dict("records")
    ]
    for event, answer in told:
        if answer == "yes":
            return _row(title, "present", event["happened_on"], text_of(event), alternative=alternative)
    for event, answer in told:
        if answer == "no":
            return _row(title, "absent", event["happened_on"], text_of(event))
    images = events[events["kind"] == "imaging"]
    return _row(title, "unknown", detail=texts.IMAGING_SILENT if len(images) else texts.NO_IMAGING)


def _hip(reaction: Reaction) -> dict[Any, Any]:
    hips = reaction.symptoms[reaction.symptoms["site"] == "hip"]
    if len(hips):
        return _row(
            texts.HIP,
            "present",
            hips["onset_on"].iloc[0],
            texts.IMAGE_HIP,
            alternative=True,
        )
    return _row(texts.HIP, "absent", detail=texts.NO_HIP)


def _inflamed(record: PatientRecord, reaction: Reaction) -> dict[Any, Any]:
    signs = signs_of(record, reaction)
    hot = signs & {"warmth", "erythema", "fever"}
    title = texts.INFLAMED
    if hot:
        return _row(title, "present", reaction.onset_on, ", ".join(sorted(hot)), alternative=True)
    return _row(title, "absent" if signs else "unknown", detail="" if signs else texts.NO_SIGNS)


def signs_of(record: PatientRecord, reaction: Reaction) -> set[str]:
    """Every sign recorded for the reaction; {"none"} when someone looked and found none; empty when nobody recorded."""
    rows = [record.follow_ups[record.follow_ups["symptom_key"].isin(reaction.keys)], reaction.symptoms]
    said = [str(text) for table in rows if "signs" in table for text in table["signs"].dropna()]
    return {sign.strip() for text in said for sign in text.split(";") if sign.strip()}


def _sirolimus(record: PatientRecord, reaction: Reaction) -> dict[Any, Any]:
    title = texts.SIROLIMUS
    mtor = record.dose_periods[record.dose_periods["drug_class"] == "mtor"]
    running = mtor[
        (mtor["first_on"] <= reaction.onset_on)
        & (mtor["last_on"].isna() | (mtor["last_on"] >= reaction.onset_on))
    ]
    if len(running):
        return _row(title, "present", running["first_on"].iloc[0], str(running["drug"].iloc[0]))
    return _row(title, "absent" if len(record.dose_periods) else "unknown")
