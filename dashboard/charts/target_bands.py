"""Which trough target held when: the patient's own from its first day, before that the clinic's."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.view import View
from dashboard.texts import charts as chart_texts


def target_bands(
    record: Tidy, view: View, drug: str
) -> list[tuple[pd.Timestamp, pd.Timestamp, float, float, str]]:
    """(first, end, low, high, 'own target' | 'clinic target'), each until the next begins or the shown day ends.

    Own targets from their first day; the clinic's as the levels were judged against it.
    """
    starts: list[tuple[pd.Timestamp, float, float, str]] = []
    own = record.targets[record.targets["drug"] == drug].sort_values("from_on")
    for row in as_rows(own):
        starts.append((row.from_on, row.low, row.high, chart_texts.OWN))
    previous: tuple[float, float] | None = None
    first_own = own["from_on"].min() if len(own) else pd.Timestamp.max
    for row in as_rows(record.troughs[record.troughs["drug"] == drug]):
        if pd.isna(row.target_low) or row.collected_at >= first_own:
            continue
        if previous != (row.target_low, row.target_high):
            begin = (
                row.collected_at.normalize() if previous else _exposed_since(record, drug, row.collected_at)
            )
            starts.append((begin, row.target_low, row.target_high, chart_texts.CLINIC))
            previous = (row.target_low, row.target_high)
    if not starts:
        return []
    starts.sort(key=lambda start: start[0])
    ends = [start[0] for start in starts[1:]] + [view.shown_end()]
    bands = [
        (begin, end, low, high, source) for (begin, low, high, source), end in zip(starts, ends, strict=True)
    ]
    if len(own) and not pd.isna(own["until_on"].iloc[-1]):
        begin, end, low, high, source = bands[-1]
        bands[-1] = (begin, min(end, own["until_on"].iloc[-1] + pd.Timedelta(days=1)), low, high, source)
    return bands


def _exposed_since(record: Tidy, drug: str, otherwise: pd.Timestamp) -> pd.Timestamp:
    periods = record.dose_periods[record.dose_periods["drug"] == drug]
    return min(periods["first_on"].min(), otherwise) if len(periods) else otherwise
