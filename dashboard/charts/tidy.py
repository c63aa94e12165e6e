"""The record as the lanes read it: days as timestamps, empty text as '', nothing after the shown day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_dtype

from analytics.record import TABLES, PatientRecord

_DAYS = [
    "transplanted_on",
    "failed_on",
    "opens_on",
    "closes_on",
    "anchor_on",
    "collected_at",
    "taken_on",
    "first_on",
    "last_on",
    "changed_on",
    "onset_on",
    "resolved_on",
    "last_recorded_on",
    "recorded_on",
    "happened_on",
    "from_on",
    "until_on",
]
_FIRST_DAY = {
    "transplants": "transplanted_on",
    "results": "collected_at",
    "troughs": "collected_at",
    "ca_p": "taken_on",
    "dose_periods": "first_on",
    "changes": "changed_on",
    "symptoms": "onset_on",
    "follow_ups": "recorded_on",
    "events": "happened_on",
}


class Tidy(PatientRecord):
    """A PatientRecord with uniform columns."""


def tidy(record: PatientRecord, as_of: date) -> Tidy:
    """Uniform frames for drawing. The record is already limited to as_of; limiting again costs nothing."""
    if isinstance(record, Tidy):
        return record
    frames: dict[str, Any] = {}
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    for name in TABLES:
        frame = getattr(record, name)
        columns = {column: _uniform(column, frame[column]) for column in frame.columns}
        frame = pd.DataFrame(columns, index=frame.index, copy=False)
        first = _FIRST_DAY.get(name)
        if first:
            frame = frame[(frame[first].isna() | (frame[first] < end)).to_numpy()]
            if not frame[first].is_monotonic_increasing:
                frame = frame.sort_values(first, kind="stable")
        frames[name] = frame.reset_index(drop=True)
    return Tidy(as_of=record.as_of, patient=dict(record.patient), settings=record.settings, **frames)


def _uniform(name: str, values: pd.Series) -> pd.Series:
    if name in _DAYS:
        return values if is_datetime64_dtype(values.dtype) else pd.to_datetime(values)
    if values.dtype == object or isinstance(values.dtype, pd.StringDtype):
        return values.astype(object).where(values.notna().to_numpy(), "")
    return values


def as_rows(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples."""
    return list(frame.itertuples())
