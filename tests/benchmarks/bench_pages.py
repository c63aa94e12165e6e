"""Server time of one rerun of each page, as a ratio to an empty Streamlit page in the same run.

    python tests/benchmarks/bench_pages.py [STORE]        default: a demonstration store built on the spot

Two numbers a page: the first run of a patient or page (cold), and the median of the reruns that follow, as when a reader
moves a switch. Measured with Streamlit's AppTest: the script and its results, without browser and network. Processor time, so that
a busy machine does not show.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

RERUNS = 7
PATIENTS = ("CIPS-1", "SIM-001", "SIM-006", "SIM-008")


def empty() -> None:
    import streamlit as st

    st.write("nothing")


def patient() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import patient as view

    st.session_state[state.PAGE] = "patient"
    view.page()


def weekly_review() -> None:
    import streamlit as st

    from dashboard import state
    from dashboard.views import weekly_review as view

    st.session_state[state.PAGE] = "weekly_review"
    view.page()


def timed(script: Callable[[], None], chosen: str | None = None) -> tuple[float, float]:
    """(first run, median rerun) in seconds."""
    page = AppTest.from_function(script, default_timeout=120)
    if chosen:
        page.session_state["chosen_patient"] = chosen
    times = []
    for _ in range(RERUNS + 1):
        begin = time.process_time()
        page.run()
        times.append(time.process_time() - begin)
        if page.exception:
            sys.exit(f"{script.__name__}: {page.exception[0].message}")
    return times[0], statistics.median(times[1:])


def main() -> None:
    """Print one line a page."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo.duckdb"
        if not store.exists():
            from dashboard import cli

            cli.main(["demo", "--no-serve", "--store", str(store)])
        os.environ["TROUGHLINE_STORE"] = str(store)
        _, base = timed(empty)
        print(f"{'page':<24}{'first, s':>10}{'rerun, s':>10}{'× empty page':>14}")
        print(f"{'empty page':<24}{'':>10}{base:>10.3f}{1:>14.1f}")
        for name, script, chosen in (
            ("weekly review", weekly_review, None),
            *((f"patient {p}", patient, p) for p in PATIENTS),
        ):
            first, again = timed(script, chosen)
            print(f"{name:<24}{first:>10.3f}{again:>10.3f}{again / base:>14.1f}")


if __name__ == "__main__":
    main()
