"""A column of draw times is read all at once, and means what each of its texts means by itself."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from data.importing import moments
from data.importing.dates import Moment, parse_moment
from data.importing.reading_options import Options
from data.texts.rows import FUTURE

ZONE = ZoneInfo("Europe/Berlin")
TEXTS = (
    "2026-01-31", "2026-01-31T08:30", "2026-01-31 08:30", "2026-01-31T08:30:59", "2024-02-29", "2025-02-29", "1900-02-29",
    "2000-02-29T23:59", "2026-02-30", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-31T24:00", "2026-01-31T08:60",
    "2026-01-31T08:30:60", "1880-01-01", "1879-12-31", "1969-12-31T23:59:59", "2026-01-31X08:30", "2026/01/31", "2026-1-31",
    "31.01.2026", "31.01.2026 08:30", "20260131", "202601310830", "46054", "2003", "", " 2026-01-31 ", "2026-01-31T08:30Z",
    "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "２026-01-31", "2026-01-31T8:30", "2026-01-31T08:30:00.000",
    "abcdefghij", "abcdefghijklmnop", "2026-01-31T-8:30",
)  # fmt: skip


def _options() -> Options:
    return Options(ZONE, date_order="dmy")


def _same(days: list[str], clocks: list[str] | None = None) -> None:
    reasons: dict[str, int] = {}
    column = pa.chunked_array([pa.array(days[:7], pa.string()), pa.array(days[7:], pa.string())])
    times = None if clocks is None else pa.chunked_array([pa.array(clocks, pa.string())])
    found = moments.read(column, times, _options(), "collected_at", reasons)
    texts = {number: reason for reason, number in reasons.items()} | {0: ""}
    for place, day in enumerate(days):
        clock = "" if clocks is None else clocks[place]
        wanted = parse_moment(day, ZONE, order="dmy", time_text=clock)
        at, utc = found.at[place].as_py(), found.utc[place].as_py()
        if isinstance(wanted, Moment):
            assert (at, utc, found.has_time[place].as_py()) == (wanted.at, wanted.utc, wanted.has_time), day
            assert found.problem[place] == 0
        else:
            assert at is None
            assert texts[int(found.problem[place])] == wanted


def test_every_text_of_a_column_means_what_it_means_alone() -> None:
    _same(list(TEXTS))


def test_random_moments_of_three_centuries() -> None:
    draw = random.Random(4)
    texts = []
    for _ in range(3000):
        moment = datetime(1880, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(320 * 365 * 86_400))
        texts.append(moment.strftime(draw.choice(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"))))
    _same(texts)


def test_split_date_and_time_are_one_moment() -> None:
    clocks = ["08:30", "", "0830", "8:30", "08:30:15", "25:00", "folgt", " "]
    days = ["2026-01-31", "31.01.2026", "2026-01-31T07:00", ""]
    pairs = [(day, clock) for day in days for clock in clocks]
    _same([day for day, _ in pairs], [clock for _, clock in pairs])


@pytest.mark.parametrize("text", ["2026-02-01", "2026-02-01T00:00", "9999-12-31", "01.02.2026"])
def test_a_report_after_today_is_in_the_future(text: str) -> None:
    reasons: dict[str, int] = {}
    column = pa.chunked_array([pa.array([text, "2026-01-31T23:59", "", None], pa.string())])
    found = moments.read(column, None, _options(), "reported_at", reasons, today=date(2026, 1, 31))
    assert reasons == {FUTURE: 1}
    assert found.problem.tolist() == [1, 0, 0, 0]
    assert found.at[1].as_py() == datetime(2026, 1, 31, 23, 59)  # noqa: DTZ001 - clinic time
    assert found.at[2].as_py() is None
