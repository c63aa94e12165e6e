"""Ca × P with its two limits; what cannot be told has a face."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import wording
from dashboard.charts.canvas import Line, Points, Row, nice_ticks
from dashboard.charts.lane_values import LABEL_SPOTS, clip_limit, trend_line, worth_a_number
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys
from dashboard.texts import patient as texts

SIDES = ("calcium", "phosphorus")


def ca_p_row(record: Tidy, view: View, limits: tuple[float, float] = (55.0, 70.0)) -> Row:
    """The product of each specimen; a hollow ring with words where one side is missing."""
    hue, unit = view.theme.lane("ca_p"), wording.unit("ca_p", view.si)
    row = Row("ca_p", chart_texts.PRODUCT, unit.name, 104, view, overhang=24)
    shown = record.ca_p[(record.ca_p["taken_on"] >= view.start) & (record.ca_p["taken_on"] <= view.end)]
    if not len(shown):
        row.empty = chart_texts.NO_PRODUCT_HERE if len(record.ca_p) else chart_texts.NO_PRODUCT
        return row
    full = shown[(shown["missing"] == "") & shown["value"].notna()]
    cap = clip_limit(full["value"].tolist(), floor=limits[1] * 1.25)
    values = full["value"].clip(upper=cap).tolist()
    row.low, row.high = (
        min([20.0, *(v * 0.85 for v in values)]),
        max([limits[1] * 1.2, *(v * 1.12 for v in values)]),
    )
    row.ticks = [
        (t / unit.factor, wording.plain(t))
        for t in nice_ticks(row.low * unit.factor, row.high * unit.factor, 4)
    ]
    for limit, tone in zip(limits, (view.theme.lane("symptom"), hue), strict=True):
        row.add(Line([view.start, view.end], [limit, limit], tone.text, 1, "dash"))
        row.edge_labels.append(
            (
                limit,
                chart_texts.LIMIT.format(
                    value=wording.measured("ca_p", limit, si=view.si, with_unit=False).removesuffix(".0")
                ),
                tone.text,
            )
        )
    for limit in limits:
        row.field.occupy_line(0, row.py(limit), view.width, row.py(limit))
    xs = full["taken_on"].tolist()
    row.add(*trend_line(xs, values, hue.mark))
    row.keep_clear(xs, values)
    doubted = days_in_doubt(record)
    for comparator, symbol in (("", "circle"), ("<", "triangle-down"), (">", "triangle-up")):
        part = full[full["comparator"] == comparator]
        if len(part):
            hovers = [_product_words(p, view.si, p.taken_on.normalize() in doubted) for p in as_rows(part)]
            row.add(
                Points(
                    part["taken_on"].tolist(),
                    part["value"].clip(upper=cap).tolist(),
                    hovers,
                    hue.mark,
                    symbol,
                    size=10,
                )
            )
    _printed(record, row, view, cap)
    _cannot_tell(row, shown[shown["missing"] != ""], hue.mark, hue.text)
    rows = as_rows(full)
    ranked = [rows[i] for i in worth_a_number(full["value"].tolist(), limits[0])] if rows else []
    for product in ranked:
        text = f"{safe(product.comparator)}{wording.measured('ca_p', product.value, si=view.si, with_unit=False)}"
        row.label(
            product.taken_on,
            min(product.value, cap),
            text,
            LABEL_SPOTS,
            hue.text,
            size=13 if product.value > limits[0] else 12,
            bold=product.value > limits[0],
        )
    return row


def days_in_doubt(record: Tidy) -> set[pd.Timestamp]:
    """Days on which a correction of a calcium or phosphorus waits to be settled."""
    waits = record.results[record.results["correction_waits"]]
    return set(waits.loc[waits["analyte"].isin(SIDES), "collected_at"].dt.normalize())


def side(product: Any, analyte: str, si: bool) -> str:
    """'<11.2 mg/dL': the calcium or phosphorus of a product."""
    value, comparator = getattr(product, f"{analyte}_mg_dl"), getattr(product, f"{analyte}_comparator")
    return wording.measured(analyte, value, comparator=comparator, si=si)


def _product_words(product: Any, si: bool, correction_waits: bool) -> str:
    whole = wording.measured("ca_p", product.value, comparator=safe(product.comparator), si=si)
    calcium, phosphorus = (safe(side(product, analyte, si)) for analyte in SIDES)
    doubt = f" · {texts.CORRECTION_WAITS}" if correction_waits else ""
    return chart_texts.PRODUCT_HOVER.format(product=whole, calcium=calcium, phosphorus=phosphorus) + doubt


def _cannot_tell(row: Row, half: pd.DataFrame, mark: str, text: str) -> None:
    """Rings where only one side was measured; the newest says so in words, the others in their hover."""
    if not len(half):
        return
    y = row.low + (row.high - row.low) * 0.34
    view = row.view
    words = []
    for p in as_rows(half):
        known = [
            f"{have} {side(p, have, view.si)}" for have in SIDES if not pd.isna(getattr(p, f"{have}_mg_dl"))
        ]
        words.append(safe(f"? {', '.join([*known, keys.word(chart_texts.UNTOLD_PRODUCT, p.missing)])}"))
    xs = half["taken_on"].tolist()
    row.add(
        Points(
            xs,
            [y] * len(xs),
            [chart_texts.UNTOLD_HOVER.format(said=chart_texts.UNTOLD.format(said=w)) for w in words],
            mark,
            "circle",
            True,
            11,
        )
    )
    row.keep_clear(xs, [y] * len(xs), joined=False)
    for wording_ in (chart_texts.UNTOLD.format(said=words[-1]), words[-1]):
        if row.label(
            xs[-1], y, wording_, ("right", "left", "below right", "below left", "below", "above"), text
        ):
            return


def _printed(record: Tidy, row: Row, view: View, cap: float) -> None:
    """The laboratory's own product as a cross, where it differs from ours by more than 1."""
    printed = record.results[
        (record.results["analyte"] == "ca_p_product_reported") & record.results["value"].notna()
    ]
    for p in as_rows(printed):
        same_day = record.ca_p[
            (record.ca_p["taken_on"].dt.normalize() == p.collected_at.normalize())
            & (record.ca_p["missing"] == "")
        ]
        if not view.holds(p.collected_at) or (
            len(same_day) and abs(same_day["value"].iloc[-1] - p.value) <= 1
        ):
            continue
        value = wording.measured("ca_p", p.value, comparator=safe(p.comparator), si=view.si, with_unit=False)
        text = chart_texts.PRINTED.format(value=value.removesuffix(".0"))
        muted = view.theme.muted
        row.add(
            Points(
                [p.collected_at],
                [min(p.value, cap)],
                [chart_texts.PRODUCT_PRINTED.format(said=text)],
                muted,
                "cross",
                size=9,
            )
        )
        row.keep_clear([p.collected_at], [min(p.value, cap)], joined=False)
        row.label(
            p.collected_at,
            min(p.value, cap),
            text,
            ("below right", "below left", "left", "right"),
            muted,
            size=11,
        )
