"""How long the clinic-wide pages take on the server, as ratios to an empty Streamlit page and to a bare DuckDB scan of the same store.

python tests/benchmarks/bench_clinic_pages.py [STORE]      # default: the demonstration store, built when missing
python tests/benchmarks/bench_clinic_pages.py --large      # 2,000 patients x 200 results: the weekly list

Times are medians of reruns in one session (AppTest, no browser); the first run reads the record and is shown apart.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

RERUNS = 7
VIEWS = ("weekly_review", "dose_symptom_timing", "cohort")


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
    somebody = store.value("SELECT min(patient_id) FROM patients")
    for view in VIEWS:
        app = AppTest.from_string(f"from dashboard.views import {view}\n{view}.page()\n", default_timeout=300)
        app.session_state[state.PATIENT] = somebody
        opened = clock(app.run, 1)
        again = clock(app.run)
        wrong = f" · FAILED: {app.exception[0].message}" if app.exception else ""
        print(
            f"{view:22} rerun {again * 1000:6.0f} ms = {again / bare:5.1f} x empty page, {again / scan:6.1f} x scan"
            f" · first {opened * 1000:6.0f} ms{wrong}"
        )
    if "--large" in sys.argv:
        listing(store)


def listing(store: object) -> None:
    """The weekly list of the large store by itself: facts, then list, with the evaluation at hand."""
    from analytics import review, review_loading
    from dashboard import state

    evaluation = state.evaluation()
    facts = clock(
        lambda: review_loading.load(
            state.store(), evaluation.as_of, known_on=None, settings=state.settings()
        ),
        3,
    )
    read = review_loading.load(state.store(), evaluation.as_of, known_on=None, settings=state.settings())
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


def large(path: Path, patients: int = 2000, results: int = 200) -> None:
    """A store of made-up numbers: every patient with one transplant, one CNI, five analytes on forty days."""
    from data.store import Store

    last = date(2026, 6, 30)
    with (
        Store.open(path, time_zone="UTC") as store,
        store.transaction("benchmark", "made-up numbers") as cursor,
    ):
        cursor.execute(
            "INSERT INTO clinic VALUES ('simulated', 'true'), ('last_day', $day)", {"day": last.isoformat()}
        )
        cursor.execute(
            "INSERT INTO imports VALUES (1, 'labs', 'demo', 'x', 'x', now()::TIMESTAMP, $day, 'benchmark', true, NULL, NULL)",
            {"day": last},
        )
        bound = {"n": patients, "day": last, "per": results // 5, "start": last - timedelta(days=900)}
        for statement in _LARGE.split(";"):
            if statement.strip():
                cursor.execute(statement, {k: v for k, v in bound.items() if f"${k}" in statement})


_LARGE = """
INSERT INTO patients BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, 'Patient ' || p AS name, 'female' AS sex, 'Clinic ' || (p % 3) AS clinic FROM range($n) r(p);
INSERT INTO transplants BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, $day - CAST(30 + (p * 37) % 1500 AS INTEGER) AS transplanted_on, 'kidney' AS organ, 1 AS graft_number
    FROM range($n) r(p);
INSERT INTO doses BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, $start AS known_on,
    printf('B-%05d', p) AS patient_id, 'tacrolimus' AS drug, 'immediate_release' AS formulation,
    $day - CAST(30 + (p * 37) % 1500 AS INTEGER) + CAST(k * 29 AS INTEGER) AS started_on, 1.0 + ((p + k * 3) % 5) * 0.5 AS dose_mg,
    14.0 AS doses_per_week, 'twice_daily' AS frequency FROM range($n) r(p), range(4) s(k)
    WHERE k * 29 < 30 + (p * 37) % 1500;
INSERT INTO results BY NAME SELECT nextval('record_ids') AS record_id, 1 AS import_id, CAST(drawn AS DATE) AS known_on, patient_id, analyte,
    drawn AS collected_at, true AS has_time, patient_id || '-' || k AS specimen_id, '' AS comparator, round(base * (0.75 + 0.5 * (hash(patient_id, k, analyte) % 1000) / 1000.0), 2) AS value,
    high AS reference_high, '' AS reported_value, unit AS reported_unit, 'final' AS status
    FROM (SELECT printf('B-%05d', p) AS patient_id, k, CAST($day - CAST(1 + k * (30 + (p * 37) % 1500) // $per AS INTEGER) AS TIMESTAMP) + INTERVAL 8 HOUR AS drawn
        FROM range($n) r(p), range($per) s(k)),
    (VALUES ('tacrolimus', 7.0, NULL, 'ng/mL'), ('calcium', 9.6, 10.2, 'mg/dL'), ('phosphorus', 3.4, 4.5, 'mg/dL'), ('pth', 90.0, 65.0, 'pg/mL'), ('alp', 95.0, 130.0, 'U/L')) a(analyte, base, high, unit)
    ORDER BY patient_id, analyte, drawn
"""

if __name__ == "__main__":
    main()
