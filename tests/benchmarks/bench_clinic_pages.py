"""How long the clinic-wide pages take on the server, as ratios to an empty Streamlit page and to a bare DuckDB scan of the same store.

python tests/benchmarks/bench_clinic_pages.py [STORE]      # default: the demonstration store, built when missing
python tests/benchmarks/bench_clinic_pages.py --large      # 2,000 patients x 200 results: the weekly list

Times are medians of reruns in one session (AppTest, no browser). Shown apart: the page's own work at its first opening, that of
patients whom nobody has opened before, and what the server reads in the background when it starts.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from made_up_clinic import large
from streamlit.testing.v1 import AppTest

from dashboard.warming import read_the_week

RERUNS = 7
TIMED = """
import time
import streamlit as st
from dashboard.views import {view}
began = time.perf_counter()
{view}.page()
st.session_state["took"] = time.perf_counter() - began
"""
VIEWS = ("weekly_review", "patient", "dose_symptom_timing", "cohort")


def main() -> None:
    """Print one line a page."""
    with tempfile.TemporaryDirectory() as folder:
        if "--large" in sys.argv:
            path = Path(folder) / "large.duckdb"
            large(path)
        elif len(sys.argv) > 1:
            path = Path(sys.argv[1])
        else:
            path = Path(folder) / "demo.duckdb"
            from dashboard import cli

            cli.main(["demo", "--no-serve", "--store", str(path)])
        os.environ["TROUGHLINE_STORE"] = str(path)
        pages()


def pages() -> None:
    """Empty page and scan first, then each view; ratios to both."""
    from dashboard import state

    store = state.store()
    scan = clock(lambda: store.read("SELECT analyte, count(*), avg(value) FROM results GROUP BY analyte"))
    empty = AppTest.from_string("import streamlit as st\nst.title('x')\n", default_timeout=300)
    first = clock(empty.run, 1)
    bare = clock(empty.run)
    patients, results = (store.value(f"SELECT count(*) FROM {t}") for t in ("patients", "results"))
    print(
        f"{patients} patients, {results} results · scan {scan * 1000:.1f} ms · empty page {bare * 1000:.1f} ms (first {first * 1000:.0f})"
    )
    prepared = clock(read_the_week, 1)
    print(
        f"read by the server in the background when it starts: {prepared * 1000:.0f} ms; first: opened after that"
    )
    few = list(store.read("SELECT patient_id FROM patients ORDER BY hash(patient_id) LIMIT 6")["patient_id"])
    for view in VIEWS:
        app = AppTest.from_string(TIMED.format(view=view), default_timeout=300)
        app.session_state[state.PATIENT] = few[0]
        app.run()
        opened = app.session_state["took"]
        again = clock(app.run)
        wrong = f" · FAILED: {app.exception[0].message}" if app.exception else ""
        print(
            f"{view:22} rerun {again * 1000:6.0f} ms = {again / bare:5.1f} x empty page, {again / scan:6.1f} x scan"
            f" · first {opened * 1000:6.0f} ms{wrong}"
        )
    print(f"a patient whom nobody has opened: median {first_openings(few[1:]) * 1000:.0f} ms")
    if "--large" in sys.argv:
        listing(store)


def first_openings(patients: list[str]) -> float:
    """Median seconds of the patient page for patients whom nobody has opened and no list has read ahead."""
    from dashboard import state

    taken = []
    for patient in patients:
        app = AppTest.from_string(TIMED.format(view="patient"), default_timeout=300)
        app.session_state[state.PATIENT] = patient
        app.run()
        taken.append(app.session_state["took"])
    return statistics.median(taken)


def listing(store: object) -> None:
    """The weekly list of the large store by itself: facts, then list, with the evaluation at hand."""
    from analytics import review, review_loading
    from dashboard import state

    evaluation = state.evaluation()
    facts = clock(
        lambda: review_loading.load(state.store(), evaluation, state.settings()),
        3,
    )
    read = review_loading.load(state.store(), evaluation, state.settings())
    made = clock(lambda: review.weekly_list(state.store(), evaluation, read), 3)
    print(f"weekly list: facts {facts * 1000:.0f} ms + order {made * 1000:.0f} ms")


def clock(run: Callable[[], object], times: int = RERUNS) -> float:
    """Median seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
