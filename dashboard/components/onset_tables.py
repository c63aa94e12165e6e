"""The tables around one onset: frames in, frames out, newest first, each day counted from the onset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.changes import dose_changes
from analytics.review_words import severity_word
from analytics.texts.days import full_day
from dashboard.charts.wording import measured, name, place, plain, unit
from dashboard.texts import dose_symptom_timing as texts
from dashboard.texts import keys
from dashboard.texts.drugs import DRUGS

if TYPE_CHECKING:
    from analytics.record import PatientRecord

ANALYTES = ("calcium", "phosphorus", "pth", "alp", "ggt", "creatinine")
SHORT = {"calcium": "Ca", "phosphorus": "P"}


def changes(record: PatientRecord, start: pd.Timestamp, onset: pd.Timestamp) -> pd.DataFrame:
    """Every change of every drug up to the onset: statins, quinolones and antiresorptives too."""
    found = dose_changes(record, every_drug=True)
    some = found[(found["changed_on"] >= start) & (found["changed_on"] <= onset)]
    table = pd.DataFrame(
        {texts.DAYS_BEFORE: (onset - some["changed_on"]).dt.days, texts.CHANGE: some["text"], texts.ON: _days(some["changed_on"])}
    )  # fmt: skip
    return table.sort_values(texts.DAYS_BEFORE, kind="stable")


def doses(record: PatientRecord, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Doses as taken; days without the drug between two of its periods are a row of their own."""
    periods = record.dose_periods.assign(
        first=pd.to_datetime(record.dose_periods["first_on"]),
        last=pd.to_datetime(record.dose_periods["last_on"]),
    )
    rows = []
    for drug, own in periods.sort_values(["drug", "first"], kind="stable").groupby("drug"):
        taken_to = None
        for period in own.itertuples():
            if taken_to is not None and (period.first - taken_to).days > 1:
                one = pd.Timedelta(days=1)
                rows.append((drug, texts.HELD, taken_to + one, period.first - one, "", ""))
            amount = texts.UNKNOWN if pd.isna(period.mg_per_day) else plain(period.mg_per_day)
            rows.append((drug, amount, period.first, period.last, period.formulation, period.reason))
            taken_to = period.last if not pd.isna(period.last) else None
    table = pd.DataFrame(rows, columns=["drug", "amount", "first", "last", "formulation", "reason"])
    table = table[(table["first"] <= end) & (table["last"].isna() | (table["last"] >= start))]
    return pd.DataFrame(
        {
            texts.DRUG: table["drug"].map(lambda drug: keys.word(DRUGS, drug)),
            texts.MG_PER_DAY: table["amount"],
            texts.FROM: _days(table["first"]),
            texts.TO: _days(table["last"], texts.RUNNING),
            texts.FORMULATION: table["formulation"].map(lambda form: keys.word(keys.FORMULATIONS, form)),
            texts.REASON: table["reason"].map(_text),
        }
    )


def levels(
    record: PatientRecord, start: pd.Timestamp, end: pd.Timestamp, onset: pd.Timestamp, *, si: bool
) -> pd.DataFrame:
    """Levels with hours since the dose, C0/D and whether steady state was reached."""
    some = _between(record.troughs, start, end)
    hours = some["hours_since_dose"]
    return pd.DataFrame(
        {
            texts.DAY: _from(some["collected_at"], onset),
            texts.DRAWN: _days(some["collected_at"]),
            texts.DRUG: some["drug"].map(lambda drug: keys.word(DRUGS, drug)),
            unit("tacrolimus", si).name: [
                measured(drug, value, comparator=sign if isinstance(sign, str) else "", with_unit=False)
                for drug, value, sign in zip(some["drug"], some["value"], some["comparator"], strict=True)
            ],
            texts.HOURS: [texts.UNKNOWN if pd.isna(h) else f"{h:.1f}" for h in hours],
            texts.C0_D: ["" if pd.isna(ratio) else f"{ratio:.2f}" for ratio in some["c0_d"]],
            texts.STEADY: [texts.BEFORE_STEADY if before else "" for before in some["before_steady_state"]],
        }
    )  # fmt: skip


def pain(record: PatientRecord, symptom_key: str) -> pd.DataFrame:
    """Pain and walking at each contact."""
    some = record.follow_ups[record.follow_ups["symptom_key"] == symptom_key]
    some = some.sort_values("recorded_on", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            texts.ON: _days(some["recorded_on"]),
            texts.SCORE: scores(some["severity"], some["severity_derived"]),
            texts.WALKING: some["walking"].map(
                lambda walking: keys.word(keys.WALKING, walking) or texts.NOT_ASKED
            ),
            texts.TOLD_BY: some["told_by"].map(_text),
            texts.NOTE: some["note"].map(_text),
        }
    )


def others(record: PatientRecord, symptom_key: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """What else was felt in these weeks; diarrhoea raises levels."""
    found = record.symptoms[record.symptoms["symptom_key"] != symptom_key]
    first, gone = pd.to_datetime(found["onset_on"]), pd.to_datetime(found["resolved_on"])
    some = found[(first <= end) & (gone.isna() | (gone >= start))]
    return pd.DataFrame(
        {
            texts.SYMPTOM: [
                f"{keys.word(keys.SYMPTOMS, symptom)}{'' if symptom == 'diarrhoea' else ', ' + place(site, _text(side))}"
                for symptom, site, side in zip(some["symptom"], some["site"], some["side"], strict=True)
            ],
            texts.FROM: _days(some["onset_on"]),
            texts.TO: _days(some["resolved_on"], texts.STILL_OPEN),
            texts.SCORE: scores(some["highest_severity"], some["highest_derived"]),
        }
    )


def labs(
    record: PatientRecord, start: pd.Timestamp, end: pd.Timestamp, onset: pd.Timestamp, *, si: bool
) -> pd.DataFrame:
    """Calcium, phosphorus, PTH, ALP, GGT and creatinine, a row a day, in the chosen units."""
    some = _between(record.results[record.results["analyte"].isin(ANALYTES)], start, end)
    if some.empty:
        return pd.DataFrame()
    long = pd.DataFrame(
        {
            "on": pd.to_datetime(some["collected_at"]).dt.normalize(),
            "analyte": some["analyte"],
            "value": [
                measured(analyte, value, comparator=sign if isinstance(sign, str) else "", si=si, with_unit=False)
                for analyte, value, sign in zip(some["analyte"], some["value"], some["comparator"], strict=True)
            ],
        }
    )  # fmt: skip
    wide = long.pivot_table(index="on", columns="analyte", values="value", aggfunc=" / ".join).fillna("")
    wide = wide.sort_index(ascending=False)
    heads = {a: f"{SHORT.get(a, name(a))} {unit(a, si).name}" for a in ANALYTES if a in wide.columns}
    table = wide[list(heads)].rename(columns=heads)
    table.insert(0, texts.ON, _days(pd.Series(wide.index, index=wide.index)))
    table.insert(0, texts.DAY, _from(pd.Series(wide.index, index=wide.index), onset))
    return table.reset_index(drop=True)


def _between(rows: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    at = pd.to_datetime(rows["collected_at"])
    some = rows[(at >= start) & (at < end + pd.Timedelta(days=1))]
    return some.sort_values("collected_at", ascending=False, kind="stable")


def _from(moments: pd.Series, onset: pd.Timestamp) -> pd.Series:
    """Whole days from the onset: −7 is a week before."""
    return (pd.to_datetime(moments).dt.normalize() - onset.normalize()).dt.days


def _days(moments: pd.Series, missing: str = "") -> list[str]:
    return [missing if pd.isna(moment) else full_day(moment) for moment in pd.to_datetime(moments)]


def scores(scores: pd.Series, derived: pd.Series) -> list[str]:
    """7, or moderate where a word was recorded; nothing where nobody scored."""
    return [
        "" if pd.isna(score) else severity_word(score) if word else plain(score)
        for score, word in zip(scores, derived, strict=True)
    ]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
