"""Calcium, phosphorus, their product, PTH, creatinine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plain_reference import settings as s
from plain_reference.answers import (
    CANNOT_TELL,
    CLEAR,
    Judgement,
    Three,
    Verdict,
    above,
    answer,
    below,
    both,
    judged,
    opposite,
)
from plain_reference.calendar_days import plus, rounded
from plain_reference.exposure import Exposure
from plain_reference.records import Chart, Row

PainOpen = Callable[[date], bool]
PRODUCT_UNIT = "mg²/dL²"


@dataclass(frozen=True)
class Product:
    """Calcium times phosphorus; comparator '?' where `<` meets `>` or one side is missing."""

    taken_at: datetime
    day: date
    comparator: str
    value: float | None
    specimen: str | None
    order: tuple[Any, ...]


def products(chart: Chart) -> list[Product]:
    """One product a specimen; on days without such a specimen the nearest pair of that day."""
    days: dict[date, list[Row]] = {}
    for row in chart.of("calcium", "phosphorus"):
        days.setdefault(row.day, []).append(row)
    found: list[Product] = []
    for day, rows in days.items():
        specimens = sorted({r.specimen_id for r in rows if r.specimen_id})
        pairs = [_nearest_pair([r for r in rows if r.specimen_id == name]) for name in specimens]
        whole = [_product(*pair) for pair in pairs if pair]
        if not whole:
            pair = _nearest_pair(rows)
            whole = [_product(*pair)] if pair else [_half(rows[-1], day)]
        found += whole
    return sorted(found, key=lambda p: p.order)


def _nearest_pair(rows: list[Row]) -> tuple[Row, Row] | None:
    pairs = [(c, p) for c in rows if c.analyte == "calcium" for p in rows if p.analyte == "phosphorus"]

    def distance(pair: tuple[Row, Row]) -> tuple[Any, ...]:
        c, p = pair
        later, earlier = max(c.collected_at, p.collected_at), min(c.collected_at, p.collected_at)
        return (later - earlier, later, earlier, c.record_id, p.record_id)

    return min(pairs, key=distance) if pairs else None


def _product(calcium: Row, phosphorus: Row) -> Product:
    signs = {calcium.comparator, phosphorus.comparator} - {""}
    comparator = "?" if len(signs) == 2 else "".join(signs)
    value = None if comparator == "?" else rounded(calcium.value * phosphorus.value)
    later = max(calcium, phosphorus, key=lambda r: r.order)
    specimen = calcium.specimen_id if calcium.specimen_id == phosphorus.specimen_id else None
    return Product(later.collected_at, later.day, comparator, value, specimen, later.order)


def _half(row: Row, day: date) -> Product:
    return Product(row.collected_at, day, "?", None, row.specimen_id, row.order)


def product_over(product: Product, limit: float) -> Three:
    return None if product.value is None else above(product.comparator, product.value, limit)


def ca_p_over_70(chart: Chart) -> Verdict:
    found = []
    for p in products(chart):
        over = product_over(p, s.CA_P_CRITICAL)
        found.append(Judgement(p.day, answer(over), "critical", p.value, PRODUCT_UNIT, s.CA_P_CRITICAL))
    return judged("ca_p_over_70", found)


def ca_p_over_55(chart: Chart) -> Verdict:
    found = []
    for p in products(chart):
        between = both(product_over(p, s.CA_P_WATCH), opposite(product_over(p, s.CA_P_CRITICAL)))
        found.append(Judgement(p.day, answer(between), "watch", p.value, PRODUCT_UNIT, s.CA_P_WATCH))
    return judged("ca_p_over_55", found)


def product_disagrees(chart: Chart) -> Verdict:
    ours = products(chart)
    found = []
    for printed in chart.of("ca_p_product_reported"):
        same = [p for p in ours if p.specimen and p.specimen == printed.specimen_id and p.day == printed.day]
        that_day = same or [p for p in ours if p.day == printed.day]
        nearest = min(that_day, key=lambda p: (abs(p.taken_at - printed.collected_at), p.order), default=None)
        differs: Three = None
        if nearest and nearest.value and not nearest.comparator and not printed.comparator:
            share = rounded(abs(printed.value - nearest.value) / nearest.value)
            differs = share > s.PRODUCT_DISAGREES_SHARE
        found.append(Judgement(printed.day, answer(differs), "data_quality", printed.value, PRODUCT_UNIT))
    verdict = judged("product_disagrees", found)
    if not found:
        verdict.otherwise = CLEAR  # nothing printed, nothing to disagree with
    return verdict


def pth_limit(row: Row) -> float:
    """The upper limit reported with a PTH, else the default; a limit of 0 is none."""
    return row.reference_high if row.reference_high and row.reference_high > 0 else s.PTH_LIMIT_PG_ML


def pth_raised(row: Row) -> Three:
    return above(row.comparator, rounded(row.value / pth_limit(row)), 1.0)


def nearest(rows: list[Row], to: Row) -> Row | None:
    """The row nearest in time, of two the earlier, at most 30 calendar days away."""
    close = [r for r in rows if abs((r.day - to.day).days) <= s.NEAREST_DAYS]
    return min(close, key=lambda r: (abs(r.collected_at - to.collected_at), r.order), default=None)


def pth_over_4x_uln(chart: Chart, exposure: Exposure, pain_open: PainOpen) -> Verdict:
    calcium = chart.of("calcium")
    found = []
    for pth in chart.of("pth"):
        ratio = rounded(pth.value / pth_limit(pth))
        limit = rounded(s.PTH_TIMES_LIMIT * pth_limit(pth))
        since = exposure.days_since_graft(pth.day)
        early = since is not None and since < s.PTH_EARLY_DAYS
        beside = nearest(calcium, pth)
        high_calcium = (
            beside is not None and above(beside.comparator, beside.value, s.CALCIUM_HIGH_MG_DL) is True
        )
        severity = "watch" if early and not high_calcium and not pain_open(pth.day) else "warning"
        over = above(pth.comparator, ratio, s.PTH_TIMES_LIMIT)
        found.append(Judgement(pth.day, answer(over), severity, pth.value, "pg/mL", limit))
    return judged("pth_over_4x_uln", found)


def hypercalcaemia_severe(chart: Chart) -> Verdict:
    limits = {"calcium": s.CALCIUM_SEVERE_MG_DL, "ionized_calcium": s.IONIZED_SEVERE_MG_DL}
    found = []
    rows = [(row, above(row.comparator, row.value, limits[row.analyte])) for row in chart.of(*limits)]
    severe = {(row.collected_at, row.analyte) for row, over in rows if over}
    for row, over in rows:
        if over is False and any(
            (row.collected_at, other) in severe for other in limits if other != row.analyte
        ):
            continue  # of one moment one form above its limit is enough
        found.append(Judgement(row.day, answer(over), "critical", row.value, "mg/dL", limits[row.analyte]))
    return judged("hypercalcaemia_severe", found)


def hypercalcaemia_with_high_pth(chart: Chart) -> Verdict:
    return _calcium_with_pth(
        chart, "hypercalcaemia_with_high_pth", s.CALCIUM_HIGH_MG_DL, lambda raised: raised
    )


def hypercalcaemia_pth_not_raised(chart: Chart) -> Verdict:
    return _calcium_with_pth(chart, "hypercalcaemia_pth_not_raised", s.CALCIUM_OTHER_CAUSE_MG_DL, opposite)


def _calcium_with_pth(chart: Chart, rule: str, limit: float, wanted: Callable[[Three], Three]) -> Verdict:
    pths = chart.of("pth")
    found = []
    for calcium in chart.of("calcium"):
        beside = nearest(pths, calcium)
        pth_says = wanted(pth_raised(beside)) if beside else None
        fires = both(above(calcium.comparator, calcium.value, limit), pth_says)
        found.append(Judgement(calcium.day, answer(fires), "warning", calcium.value, "mg/dL", limit))
    return judged(rule, found)


def phosphorus_very_low(chart: Chart) -> Verdict:
    found = []
    for row in chart.of("phosphorus"):
        low = below(row.comparator, row.value, s.PHOSPHORUS_LOW_MG_DL)
        found.append(Judgement(row.day, answer(low), "warning", row.value, "mg/dL", s.PHOSPHORUS_LOW_MG_DL))
    return judged("phosphorus_very_low", found)


def creatinine_rise_after_cni_reduction(chart: Chart, exposure: Exposure) -> Verdict:
    rule = "creatinine_rise_after_cni_reduction"
    cuts = [c.day for c in exposure.changes if c.kind in ("reduction", "stop", "switch")]
    creatinine = chart.of("creatinine")
    found = []
    for row in creatinine:
        before = [day for day in cuts if day < row.day and (row.day - day).days <= s.CREATININE_DAYS]
        if not before:
            found.append(Judgement(row.day, CLEAR))
            continue
        cut = max(before)
        earlier = [
            r
            for r in creatinine
            if not r.comparator and plus(cut, -s.CREATININE_DAYS) <= r.day <= cut and r.value
        ]
        if not earlier:
            found.append(Judgement(row.day, CANNOT_TELL))
            continue
        ratio = rounded(row.value / earlier[-1].value)
        rise = above(row.comparator, ratio, s.CREATININE_RISE)
        limit = rounded(s.CREATININE_RISE * earlier[-1].value)
        found.append(Judgement(row.day, answer(rise), "warning", row.value, "mg/dL", limit))
    verdict = judged(rule, found)
    if not any(0 <= (chart.as_of - day).days <= s.CREATININE_DAYS for day in cuts):
        verdict.otherwise = CLEAR
    return verdict
