"""What runs through every row: the CIPS window, transplants, dose changes, the shown day; and the words above."""

from __future__ import annotations

import pandas as pd

from analytics.texts.days import full_day
from dashboard.charts import wording
from dashboard.charts.canvas import Across, Drawing, Wash
from dashboard.charts.labels import text_width
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.charts.wording import safe
from dashboard.texts import charts as chart_texts
from dashboard.texts import keys

DAY = pd.Timedelta(days=1)


def washes(record: Tidy, view: View) -> list[Wash]:
    """Every window that touches the axis. Words: opening, closing, and the day count of the shown day."""
    found = []
    for w in as_rows(record.windows.sort_values("opens_on")):
        if w.closes_on < view.start or w.opens_on > view.end:
            continue
        left, right = view.clamp(w.opens_on), view.clamp(w.closes_on + DAY)
        anchor = "" if w.anchor == "transplant" else chart_texts.FROM_FIRST_CNI_DAY
        opens_day, closes_day = (w.opens_on - w.anchor_on).days, (w.closes_on - w.anchor_on).days
        words = {
            "opens": full_day(w.opens_on), "opens_day": opens_day, "closes": full_day(w.closes_on),
            "closes_day": closes_day, "anchor": anchor,
        }  # fmt: skip
        room = view.width + 80 - view.px(left)
        options = [template.format(**words) for template in chart_texts.WINDOW_WORDS]
        text = next((t for t in options if text_width(t, 12) <= room), "")
        if text:
            found.append(Wash(left, right, [(left, "left", text)]))
        else:
            found.append(Wash(left, right, [(right, "right", chart_texts.WINDOW_CLOSES.format(**words))]))
    return found


def lines(record: Tidy, view: View) -> list[Across]:
    """Transplants solid; CNI and steroid changes alike dotted; the shown day as a fine line where the record ends."""
    theme = view.theme
    found = [
        Across(t.transplanted_on, theme.text, "solid", 1.5, graft_words(t))
        for t in as_rows(record.transplants)
        if view.holds(t.transplanted_on)
    ]
    watched = set(
        record.dose_periods.loc[record.dose_periods["drug_class"].isin(["cni", "steroid", "mtor"]), "drug"]
    )
    changes = record.changes[
        record.changes["drug"].isin(watched)
        | record.changes["kind"].isin(["interacting_start", "interacting_stop"])
    ]
    days = sorted({c.changed_on for c in as_rows(changes) if view.holds(c.changed_on)})
    transplanted = {a.x for a in found}
    found += [Across(day, theme.rule, "dot", 1) for day in days if day not in transplanted]
    number = view.day_number(view.as_of)
    counted = "" if number is None else f" · {chart_texts.DAY_N.format(n=wording.number(number, 0))}"
    found.append(Across(view.shown_end(), theme.muted, "solid", 0.6, f"{full_day(view.as_of)}{counted}"))
    return found


def graft_words(transplant: object) -> str:
    """'kidney #2'."""
    organ = keys.word(keys.ORGANS, getattr(transplant, "organ", "")) or chart_texts.TRANSPLANT
    number = getattr(transplant, "graft_number", None)
    return safe(f"{organ} #{int(number)}" if number is not None and not pd.isna(number) else organ)


def headings(drawing: Drawing) -> None:
    """Words above the rows: the window, the transplants and the shown day, each on the lowest line that is free."""
    view, theme = drawing.view, drawing.view.theme
    taken: list[list[tuple[float, float]]] = [[], [], []]
    wanted = [(x, anchor, text, theme.wash_text) for wash in drawing.washes for x, anchor, text in wash.words]
    for line in drawing.across:
        if line.label:
            at_end = view.px(line.x) + text_width(line.label, 12) > view.width + 60
            wanted.append((line.x, "right" if at_end else "left", line.label, line.colour))
    for x, anchor, text, colour in wanted:
        wide = text_width(text, 12) + 8
        left = view.px(x) - (wide if anchor == "right" else 0)
        for level, spans in enumerate(taken):
            if all(left + wide < a or left > b for a, b in spans):
                spans.append((left, left + wide))
                drawing.headings.append((x, anchor, text, colour, level))
                break
