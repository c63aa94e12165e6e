"""Troughs: which levels count, target, spread, and levels that are owed after a change."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from plain_reference import settings as s
from plain_reference.answers import (
    CLEAR,
    Episode,
    Judgement,
    Three,
    Verdict,
    above,
    answer,
    below,
    judged,
)
from plain_reference.calendar_days import ONE, plus, plus_months, rounded, runs
from plain_reference.exposure import Exposure, Regimen
from plain_reference.records import Chart, Row


def dose_before(exposure: Exposure, drug: str, day: date) -> Regimen | None:
    """The dose to which a level of that day belongs: on the day of a change the one before it."""
    for change in exposure.changes:
        if (change.day, change.drug) == (day, drug):
            return change.before
    return exposure.taken(drug, day)


def trough(chart: Chart, exposure: Exposure, row: Row) -> bool:
    """Whether a level counts as a trough: by the lab's word, else by the hours since the dose, else by default."""
    if row.timing in ("trough", "peak"):
        return row.timing == "trough"
    if row.last_dose_at:
        dose = dose_before(exposure, row.analyte, row.day) or exposure.taken(row.analyte, row.day)
        hours = _elapsed_hours(chart, row)
        if dose and dose.per_week == 14:
            return s.TWICE_DAILY_HOURS[0] <= hours <= s.TWICE_DAILY_HOURS[1]
        if dose and dose.per_week == 7:
            return s.ONCE_DAILY_HOURS[0] <= hours <= s.ONCE_DAILY_HOURS[1]
    return row.timing != "random" and s.UNVERIFIED_ARE_TROUGHS


def _elapsed_hours(chart: Chart, row: Row) -> float:
    def utc(local: datetime, known: Any) -> datetime:
        if known:
            return known
        there = local.replace(tzinfo=chart.zone)
        return there.replace(tzinfo=None) - (there.utcoffset() or there - there)

    drawn = utc(row.collected_at, row.collected_utc)
    return (drawn - utc(row.last_dose_at, row.last_dose_utc)).total_seconds() / 3600


def before_steady_state(exposure: Exposure, drug: str, day: date) -> bool:
    """Drawn less than 3 days (once-daily extended release 7) after a change; on its day it is still the old dose."""
    for change in exposure.changes:
        if change.drug != drug or not change.after:
            continue
        days = s.STEADY_STATE_DAYS_EXTENDED if change.after.extended_once_daily else s.STEADY_STATE_DAYS
        if 0 < (day - change.day).days < days:
            return True
    return False


def target(chart: Chart, drug: str, day: date) -> tuple[float, float] | None:
    """The patient's own target of that day, else the clinic's for the time since transplant (none for cyclosporine)."""
    own = [t for t in chart.targets if t.drug == drug and t.from_on <= day]
    if own:
        latest = max(own, key=lambda t: t.from_on)
        if latest.until_on is None or day <= latest.until_on:
            return latest.low, latest.high
    grafts = [t.transplanted_on for t in chart.transplants if t.transplanted_on <= day]
    if not grafts or drug != "tacrolimus":
        return None
    first_year = day <= plus_months(max(grafts), s.TARGET_FIRST_MONTHS)
    return s.TARGET_FIRST_YEAR if first_year else s.TARGET_LATER


def trough_out_of_target(chart: Chart, exposure: Exposure) -> Verdict:
    found: list[Judgement] = []
    last: dict[str, tuple[str, date]] = {}  # drug -> side and day of its last trough at steady state
    for row in chart.of(*s.CNI):
        drug = row.analyte
        if not trough(chart, exposure, row) or exposure.off(drug, row.day):
            continue
        steady = not before_steady_state(exposure, drug, row.day)
        limits = target(chart, drug, row.day)
        side, fires, limit = _against(row, limits)
        side_before, day_before = last.get(drug, ("", None))
        if day_before and (off := exposure.first_day_off(drug, day_before)) and off <= row.day:
            side_before = ""
        if side in ("low", "high") and side == side_before:
            fires = True
        if drug == "tacrolimus":
            critical = (
                row.comparator == "<" or above(row.comparator, row.value, s.TROUGH_CRITICAL_NG_ML) is True
            )
        else:
            critical = row.comparator == "<" and limits is not None
        if critical:
            found.append(Judgement(row.day, answer(True), "critical", row.value, "ng/mL", limit, drug))
        elif steady:
            found.append(Judgement(row.day, answer(fires), "warning", row.value, "ng/mL", limit, drug))
        if steady:
            last[drug] = side, row.day
    rule = "trough_out_of_target"
    episodes = [
        episode
        for drug in s.CNI  # each drug has episodes of its own
        for episode in judged(
            rule, [j for j in found if j.drug == drug], lambda j: exposure.first_day_off(j.drug, j.day)
        ).episodes
    ]
    return Verdict(sorted(episodes, key=lambda e: e.began_on), judged(rule, found).otherwise)


def _against(row: Row, limits: tuple[float, float] | None) -> tuple[str, Three, float | None]:
    """The end beyond which a trough lies, whether it fires by itself, and the limit it crossed."""
    if limits is None:
        return "", None, None
    low, high = limits
    if above(row.comparator, row.value, high):
        return "high", above(row.comparator, row.value, rounded(high * s.BEYOND_HIGH)), high
    if below(row.comparator, row.value, low):
        return "low", below(row.comparator, row.value, rounded(low * s.BEYOND_LOW)), low
    unknown = None in (above(row.comparator, row.value, high), below(row.comparator, row.value, low))
    return "", None if unknown else False, None


def trough_variability_high(chart: Chart, exposure: Exposure) -> Verdict:
    found: list[Judgement] = []
    before: dict[str, list[tuple[Row, float | None, str | None]]] = {drug: [] for drug in s.CNI}
    for row in chart.of(*s.CNI):
        drug = row.analyte
        if row.comparator or not trough(chart, exposure, row) or before_steady_state(exposure, drug, row.day):
            continue
        if exposure.off(drug, row.day):
            continue
        anchor = exposure.anchor(row.day)
        if anchor is None or (row.day - anchor[1]).days < s.CV_FROM_DAY:
            continue
        dose = dose_before(exposure, drug, row.day)
        c0_d = rounded(row.value / dose.mg_per_day) if dose and dose.mg_per_day else None
        formulation = dose.formulation if dose else None
        before[drug].append((row, c0_d, formulation))
        recent = [b for b in before[drug] if plus(row.day, -s.CV_DAYS) <= b[0].day]
        raw = _cv([b[0].value for b in recent])
        twins = [
            b[1] for b in recent if b[1] is not None and (None in (b[2], formulation) or b[2] == formulation)
        ]
        twin = _cv(twins)  # of the 180 days, whether or not this trough has a dose of its own
        fires = None if raw is None or twin is None else raw > s.CV_HIGH_PERCENT and twin > s.CV_HIGH_PERCENT
        found.append(Judgement(row.day, answer(fires), "warning", raw, "%", s.CV_HIGH_PERCENT, drug))

    def first_off(firing: Judgement) -> date | None:
        return exposure.first_day_off(firing.drug, firing.day)

    return judged("trough_variability_high", found, first_off)


def _cv(values: list[float]) -> float | None:
    """SD (n-1) as % of the mean, of at least 6 values."""
    if len(values) < s.CV_TROUGHS:
        return None
    mean = math.fsum(values) / len(values)
    if mean == 0:
        return None
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return rounded(spread / mean * 100)


def trough_due_after_dose_change(chart: Chart, exposure: Exposure) -> Verdict:
    rule = "trough_due_after_dose_change"
    kinds = ("increase", "reduction", "formulation", "switch", "restart")
    owing: dict[date, date] = {}  # firing day -> day of the first change that is owed for
    for change in exposure.changes:
        if change.kind not in kinds:
            continue
        replaced = any(
            c.drug == change.drug and 0 < (c.day - change.day).days < s.DUE_BEGINS_DAY
            for c in exposure.changes
        )
        if replaced:
            continue
        extended = change.after is not None and change.after.extended_once_daily
        first = s.DUE_FROM_DAY_EXTENDED if extended else s.DUE_FROM_DAY
        _owe(owing, chart, exposure, change.drug, change.day, first, s.DUE_BEGINS_DAY)
    for day, _ in exposure.interacting:
        for drug in s.CNI:
            if exposure.taken(drug, day):
                _owe(
                    owing, chart, exposure, drug, day,
                    s.DUE_INTERACTING_FROM_DAY, s.DUE_INTERACTING_BEGINS_DAY,
                )  # fmt: skip
    return Verdict(_state(rule, "warning", owing, chart.as_of), CLEAR)


def _owe(
    owing: dict[date, date],
    chart: Chart,
    exposure: Exposure,
    drug: str,
    changed: date,
    first: int,
    begins: int,
) -> None:
    """Marks the days on which a level is owed: from day `begins` until a level from day `first` on, or the drug's end."""
    off = exposure.first_day_off(drug, changed)
    levels = [r.day for r in chart.of(drug) if r.day >= plus(changed, first)]
    day = plus(changed, begins)
    while day <= chart.as_of and not (off and day >= off) and not (levels and day >= levels[0]):
        owing[day] = min(changed, owing.get(day, changed))
        day += ONE


def labs_overdue(chart: Chart, exposure: Exposure) -> Verdict:
    days_of = {
        name: {r.day for r in chart.of(name)} for name in ("calcium", "phosphorus", "pth", "alp", *s.CNI)
    }
    minerals = sorted(days_of["calcium"] & days_of["phosphorus"])
    levels = sorted(days_of["tacrolimus"] | days_of["cyclosporine"])
    turnover = sorted(days_of["pth"] & days_of["alp"])
    owing: dict[date, date] = {}
    anchors = [t.transplanted_on for t in chart.transplants] + exposure.courses
    day = min(anchors, default=plus(chart.as_of, 1))
    while day <= chart.as_of:
        anchor = exposure.anchor(day)
        on_cni = exposure.on_cni(day)
        if anchor and (on_cni or (anchor[0] == "transplant" and not _failed(chart, day))):
            limits = next(
                days
                for months, days in s.OVERDUE_DAYS
                if day < plus_months(anchor[1], months) or months > 999
            )
            late = [
                _days_without(minerals, anchor[1], day) > limits[0],
                on_cni and _days_without(levels, anchor[1], day) > limits[1],
                _days_without(turnover, anchor[1], day) > limits[2],
            ]
            if any(late):
                owing[day] = anchor[1]
        day += ONE
    return Verdict(_state("labs_overdue", "watch", owing, chart.as_of), CLEAR)


def _failed(chart: Chart, day: date) -> bool:
    """Whether the graft in use on a day has failed by then."""
    grafts = [t for t in chart.transplants if t.transplanted_on <= day]
    latest = max(grafts, key=lambda t: t.transplanted_on)
    if latest.failed_on and latest.failed_on <= day:
        return True
    return any(
        e.kind == "graft_failure" and latest.transplanted_on <= e.happened_on <= day for e in chart.events
    )


def _days_without(days: list[date], anchor: date, day: date) -> int:
    past = [d for d in days if d <= day]
    return (day - (past[-1] if past else anchor)).days


def _state(rule: str, severity: str, owing: dict[date, date], as_of: date) -> list[Episode]:
    episodes = []
    for first, last in runs(owing):
        ended = last + ONE if last < as_of else None
        found = Episode(rule, severity, first, last, ended)
        found.value, found.unit = (last - owing[first]).days, "days"
        episodes.append(found)
    return episodes
