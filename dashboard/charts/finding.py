"""What the timeline shows, in one sentence computed from the record: for screen readers and under the figure."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analytics.texts.days import full_day
from dashboard.charts import story, wording
from dashboard.charts.lane_symptoms import shown_symptoms
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import View
from dashboard.texts import findings as texts
from dashboard.texts import keys
from dashboard.texts.charts import UNTOLD_PRODUCT

TOLD_SYMPTOMS = 4


@lru_cache(maxsize=64)
def finding(record: Tidy, view: View) -> str:
    """Levels, the telling dose answer, pains with their lag, products and the window; plain text."""
    parts = [*_levels(record, view), *_pains(record, view), *_products(record, view), *_window(record, view)]
    told = " ".join(f"{part[0].upper()}{part[1:]}." for part in parts) or texts.NOTHING_SHOWN
    first = full_day(max(view.start, pd.Timestamp(0)))
    return texts.SHOWN.format(first=first, last=full_day(view.as_of), told=told)


def _levels(record: Tidy, view: View) -> list[str]:
    found = []
    for drug in dict.fromkeys(record.troughs["drug"]):
        shown = record.troughs[
            (record.troughs["drug"] == drug) & (record.troughs["collected_at"] >= view.start)
        ]
        if len(shown):
            last = shown.iloc[-1]
            value = wording.measured(drug, last["value"], comparator=last["comparator"], si=view.si)
            said = texts.TROUGHS if len(shown) > 1 else texts.TROUGH
            found.append(
                said.format(n=len(shown), drug=drug, value=value, day=full_day(last["collected_at"]))
            )
        telling = [a for a in story.answers(record, drug) if a.telling and view.holds(a.changed_on)]
        found += [texts.OF_CHANGE.format(words=a.words, day=full_day(a.changed_on)) for a in telling[-1:]]
    return found


def _pains(record: Tidy, view: View) -> list[str]:
    found = []
    for s in shown_symptoms(record, view):
        lag = story.lag_words(record, s.onset_on)
        what = texts.SYMPTOM_IN.format(
            symptom=keys.word(keys.SYMPTOMS, s.symptom), place=wording.place(str(s.site), str(s.side or ""))
        )
        said = texts.SYMPTOM_FROM_LAG if lag else texts.SYMPTOM_FROM
        found.append(said.format(what=what, day=full_day(s.onset_on), lag=lag))
    earlier = (
        [texts.EARLIER_SYMPTOMS.format(n=len(found) - TOLD_SYMPTOMS)] if len(found) > TOLD_SYMPTOMS else []
    )
    return [*earlier, *found[-TOLD_SYMPTOMS:]]


def _products(record: Tidy, view: View) -> list[str]:
    shown = record.ca_p[(record.ca_p["taken_on"] >= view.start)]
    if not len(shown):
        return []
    last = shown.iloc[-1]
    if last["missing"]:
        why = keys.word(UNTOLD_PRODUCT, last["missing"])
        return [texts.PRODUCT_UNTOLD.format(day=full_day(last["taken_on"]), why=why)]
    value = wording.measured("ca_p", last["value"], comparator=last["comparator"], si=view.si)
    return [texts.PRODUCT.format(value=value, day=full_day(last["taken_on"]))]


def _window(record: Tidy, view: View) -> list[str]:
    today = pd.Timestamp(view.as_of)
    inside = record.windows[(record.windows["opens_on"] <= today) & (record.windows["closes_on"] >= today)]
    return [texts.INSIDE_WINDOW.format(day=full_day(day)) for day in inside["closes_on"].iloc[-1:]]
