"""The measures of one patient in one table: dated values first, then the spread and the time in target up to as_of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

import pandas as pd

from analytics.record import MEASURES as RECORD_MEASURES
from analytics.runner import Run, run, sql
from analytics.settings import Settings, load
from analytics.spread import spread
from analytics.texts import doses as texts
from analytics.time_in_target import Target, time_in_target
from data.errors import TroughlineError
from data.store import Store

NAMES = (
    "trough",
    "c0_d",
    "before_steady_state",
    "ca_p_product",
    "ca_p_product_corrected",
    "alp_over_uln",
    "alp_over_baseline",
    "pth_over_uln",
    "trough_cv_percent",
    "c0_d_cv_percent",
    "trough_in_target_percent",
    "days_since_transplant",
    "months_since_transplant",
)
COLUMNS = ["measure", "taken_on", "value", "comparator", "unit", "detail"]


def measures(
    store: Store,
    patient_id: str,
    as_of: date,
    *,
    known_on: date | None = None,
    names: Sequence[str] | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """COLUMNS for one patient; names limits them. TroughlineError names a measure that does not exist."""
    unknown = [name for name in names or () if name not in NAMES]
    if unknown:
        raise TroughlineError(texts.NO_MEASURE.format(name=unknown[0], measures=", ".join(NAMES)))
    settings = settings or load()
    with run(
        store, as_of, known_on=known_on, patients=[patient_id], settings=settings, analytes=None
    ) as this:
        this.measures([*RECORD_MEASURES, "alp_over_uln", "pth_over_uln", "alp_baseline"])
        dated = this.execute(sql("", "measure_queries")).df()
        more = pd.DataFrame(
            [*_spreads(this, as_of, settings), *_in_target(this, as_of, settings)], columns=COLUMNS
        )
    more["taken_on"] = more["taken_on"].astype("datetime64[us]")
    found = pd.concat([dated, more], ignore_index=True) if len(more) else dated
    found = found[found["measure"].isin(names or NAMES)]
    order = {name: position for position, name in enumerate(NAMES)}
    return found.sort_values("measure", key=lambda m: m.map(order), kind="stable").reset_index(drop=True)


def _spreads(this: Run, as_of: date, settings: Settings) -> Iterator[tuple[object, ...]]:
    days, least = (
        int(settings.value("variability.within_days")),
        int(settings.value("variability.shown_from")),
    )
    rows = this.execute(
        "SELECT drug, value, c0_d, formulation FROM eligible_troughs WHERE taken_on BETWEEN CAST($as_of AS DATE) - $days"
        " AND CAST($as_of AS DATE) ORDER BY drug, collected_at, collected_utc NULLS FIRST, record_id",
        days=days,
    ).df()
    for drug, levels in rows.groupby("drug"):
        form = levels["formulation"].iloc[-1]
        same = (
            levels
            if pd.isna(form)
            else levels[levels["formulation"].isna() | (levels["formulation"] == form)]
        )
        for name, values, note in (
            ("trough_cv_percent", levels["value"], ""),
            (
                "c0_d_cv_percent",
                same["c0_d"].dropna(),
                "" if pd.isna(form) else f", {form.replace('_', ' ')}",
            ),
        ):
            found = spread([float(v) for v in values])
            if len(values) < least or found is None:
                yield (
                    name,
                    as_of,
                    None,
                    "",
                    "%",
                    texts.FEW_VALUES.format(drug=drug, n=len(values), least=least),
                )
            else:
                high = f"{found.high:.1f}" if found.high != float("inf") else texts.NO_UPPER_BOUND
                low = f"{found.low:.1f}"
                detail = texts.SPREAD.format(drug=f"{drug}{note}", n=found.n, low=low, high=high, days=days)
                yield (name, as_of, found.percent, "", "%", detail)


def _in_target(this: Run, as_of: date, settings: Settings) -> Iterator[tuple[object, ...]]:
    days, longest = (
        int(settings.value("variability.in_target_days")),
        int(settings.value("variability.longest_gap_days")),
    )
    rows = this.execute(
        "SELECT drug, taken_on, value FROM trough_targets WHERE comparator = '' AND (is_trough OR $trough_levels_are_troughs)"
        " AND taken_on BETWEEN CAST($as_of AS DATE) - $days AND CAST($as_of AS DATE)"
        " ORDER BY drug, collected_at, collected_utc NULLS FIRST, record_id",
        days=days,
    ).fetchall()
    for drug, levels in groupby(rows, key=itemgetter(0)):
        points = [(day.toordinal(), float(value)) for _, day, value in levels]
        target_on, changes = _targets(this, drug, settings)
        found = time_in_target(points, target_on, changes, longest_gap=longest)
        if found is None:
            without = all(target_on(day) is None for day, _ in points)
            detail = texts.NO_TARGET if without else texts.FEW_LEVELS
            told = detail.format(drug=drug, n=len(points), days=days)
            yield ("trough_in_target_percent", as_of, None, "", "%", told)
            continue
        gaps = texts.GAPS.format(n=found.skipped_gaps, longest=longest) if found.skipped_gaps else ""
        told = texts.IN_TARGET.format(drug=drug, days=f"{found.days:g}", last=days, n=len(points), gaps=gaps)
        yield ("trough_in_target_percent", as_of, found.percent, "", "%", told)


def _targets(this: Run, drug: str, settings: Settings) -> tuple[Callable[[int], Target], list[int]]:
    """The target on a day (its ordinal): the patient's own, else the clinic's; and the days on which it changes."""
    own = this.cursor.execute(
        "SELECT from_on, until_on, low, high FROM current_targets WHERE drug = $drug ORDER BY from_on",
        {"drug": drug},
    ).fetchall()
    grafts = this.execute(
        "SELECT transplanted_on, plus_months(transplanted_on, $target_first_months) FROM current_transplants"
        " ORDER BY transplanted_on"
    ).fetchall()
    of_drug = "" if drug == "tacrolimus" else f"{drug}_"

    def target_on(ordinal: int) -> Target:
        day = date.fromordinal(ordinal)
        begun = [o for o in own if o[0] <= day]
        if begun and (begun[-1][1] is None or begun[-1][1] >= day):
            return (begun[-1][2], begun[-1][3])
        graft = [g for g in grafts if g[0] <= day]
        if not graft:
            return None
        part = "first" if day <= graft[-1][1] else "later"
        low, high = (float(settings.value(f"target.{of_drug}{part}_{end}")) for end in ("low", "high"))
        return (low, high) if high else None  # a high of 0: the clinic has set none

    changes = [o[0].toordinal() for o in own] + [o[1].toordinal() + 1 for o in own if o[1]]
    changes += [g[0].toordinal() for g in grafts] + [g[1].toordinal() + 1 for g in grafts]
    return target_on, changes
