"""All rules over a made-up registry against one bare window scan of the same table, in the same run.

    python tests/benchmarks/bench_rules.py [patients] [results per patient]     default 100000 50

Prints: the whole evaluation as a multiple of the scan (at most 20, wanted 10), peak memory, one patient's answers in
ms, what ten times the patients cost (at most eleven times the time), seven of the rules in pandas on the same registry
(with the check that they find the same episodes), and all rules in plain Python, one patient after another (a sample,
scaled up).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from plain_pandas import RULES, pandas_episodes
from plain_rules import reference_alerts

from analytics.alerts import evaluate
from analytics.catalogue import rules
from data.store import Store

AS_OF = date(2025, 6, 30)
SAMPLE = 200
SCAN = (
    "select count(rn) from (select row_number() over (partition by patient_id, analyte order by collected_at, record_id) rn"
    " from results)"
)


def fill(store: Store, patients: int, each: int) -> None:
    """Patients with a transplant, three tacrolimus doses, some pain, and results sorted by patient."""
    with store.transaction("benchmark", "made-up registry") as c:
        c.execute(
            "INSERT INTO imports (import_id, kind, source, imported_at, imported_on, imported_by, backfill)"
            " VALUES (1, 'labs', 'file', '2025-06-30', '2025-06-30', 'benchmark', true)"
        )
        number = {"patients": patients}
        c.execute(
            "INSERT INTO transplants BY NAME SELECT i AS record_id, 1 AS import_id, DATE '2023-01-01' AS known_on,"
            " 'P' || lpad(CAST(i AS VARCHAR), 7, '0') AS patient_id,"
            " DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER) AS transplanted_on FROM range($patients) t(i)",
            number,
        )
        c.execute(
            "INSERT INTO doses BY NAME SELECT i * 3 + k AS record_id, 1 AS import_id, DATE '2023-01-01' AS known_on,"
            " 'P' || lpad(CAST(i AS VARCHAR), 7, '0') AS patient_id, 'tacrolimus' AS drug,"
            " 'immediate_release' AS formulation,"
            " DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER) + CAST(k * 40 AS INTEGER) AS started_on,"
            " 1.0 + (hash(i * 7 + k) % 4) * 0.5 AS dose_mg, 14.0 AS doses_per_week"
            " FROM range($patients) t(i), range(3) u(k)",
            number,
        )
        c.execute(
            "INSERT INTO symptoms BY NAME SELECT i AS record_id, 1 AS import_id, DATE '2023-01-01' AS known_on,"
            " 'P' || lpad(CAST(i AS VARCHAR), 7, '0') AS patient_id, 'pain' AS symptom,"
            " CASE hash(i) % 3 WHEN 0 THEN 'foot' WHEN 1 THEN 'knee' ELSE 'back' END AS site,"
            " DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER) + 60 AS onset_on, 5.0 AS severity, 'both' AS side"
            " FROM range($patients) t(i) WHERE i % 10 = 0",
            number,
        )
        c.execute(
            """
            INSERT INTO results BY NAME
            SELECT i * $each + k AS record_id, 1 AS import_id, DATE '2023-01-01' AS known_on,
                'P' || lpad(CAST(i AS VARCHAR), 7, '0') AS patient_id, true AS has_time, '' AS comparator,
                ['tacrolimus', 'calcium', 'phosphorus', 'pth', 'alp', 'creatinine', 'albumin', 'tacrolimus', 'calcium',
                 'phosphorus'][CAST(k % 10 AS INTEGER) + 1] AS analyte,
                CAST(DATE '2023-01-01' + CAST(hash(i) % 700 AS INTEGER) + CAST((k // 10) * 30 + (k % 10) // 7 * 12 AS INTEGER) AS TIMESTAMP)
                    + INTERVAL 8 HOUR AS collected_at,
                round([7.0, 9.5, 3.4, 55.0, 90.0, 1.4, 3.9, 7.0, 9.5, 3.4][CAST(k % 10 AS INTEGER) + 1]
                    * (0.85 + (hash(i * 1000 + k) % 300) / 1000.0), 2) AS value,
                CASE k % 10 WHEN 3 THEN 65.0 WHEN 4 THEN 130.0 END AS reference_high, '' AS reported_value, '' AS reported_unit, 'final' AS status
            FROM range($patients) t(i), range($each) u(k) ORDER BY patient_id, collected_at
            """,
            {**number, "each": each},
        )


def seconds(call: object) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - started


def main(patients: int = 100_000, each: int = 50) -> None:
    """Run and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "registry.duckdb", time_zone="UTC") as store,
    ):
        fill(store, patients, each)
        print(f"{patients} patients x {each} results = {store.value('select count(*) from results')} rows")
        store.value(SCAN)
        scan = min(seconds(lambda: store.value(SCAN)) for _ in range(3))
        whole = seconds(lambda: evaluate(store, AS_OF))
        scan = (scan + min(seconds(lambda: store.value(SCAN)) for _ in range(2))) / 2
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"bare window scan {scan:.2f} s; all rules {whole:.2f} s = {whole / scan:.1f} x the scan (at most 20)"
        )
        print(f"peak memory of the process, making the registry included: {peak:.0f} MiB (at most 2048)")
        one = "P" + str(patients // 2).zfill(7)
        evaluate(store, AS_OF, patients=[one])
        times = sorted(seconds(lambda: evaluate(store, AS_OF, patients=[one])) for _ in range(7))
        print(f"one patient in that store: median {times[3] * 1000:.0f} ms (at most 100)")
        _beside_pandas(store, whole)
    _beside_a_tenth(patients, each, whole)
    _beside_plain_python(patients, each, whole)


def _beside_pandas(store: Store, whole: float) -> None:
    """Some of the rules in pandas; refuses to print a time for other answers than ours."""
    ours = evaluate(store, AS_OF).alerts
    ours = ours[ours["rule"].isin(RULES)].sort_values(["patient_id", "rule", "began_on"])
    columns = ["patient_id", "rule", "began_on", "ended_on"]
    started = time.perf_counter()
    theirs = pandas_episodes(store, AS_OF.isoformat())
    took = time.perf_counter() - started
    mine, other = ([[str(cell) for cell in row] for row in t[columns].to_numpy()] for t in (ours, theirs))
    assert mine == other, "pandas found other episodes"
    print(
        f"{len(RULES)} of the {len(rules())} rules in pandas: {took:.1f} s for the same {len(mine)} episodes; "
        f"all {len(rules())} of ours: {whole:.1f} s"
    )


def _beside_a_tenth(patients: int, each: int, whole: float) -> None:
    """The same evaluation over a tenth of the patients, in a store of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "tenth.duckdb", time_zone="UTC") as store,
    ):
        fill(store, patients // 10, each)
        tenth = min(seconds(lambda: evaluate(store, AS_OF)) for _ in range(2))
        print(
            f"{patients // 10} patients: {tenth:.2f} s; ten times the patients cost {whole / tenth:.1f} times the time (at most 11)"
        )


def _beside_plain_python(patients: int, each: int, whole: float) -> None:
    """All rules in the plain reference, on a sample that is scaled up: its time grows with the patients."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "sample.duckdb", time_zone="UTC") as store,
    ):
        fill(store, SAMPLE, each)
        plain = seconds(lambda: reference_alerts(store, AS_OF)) * patients / SAMPLE
        print(
            f"all rules in plain Python: {plain:.0f} s scaled up from {SAMPLE} patients = {plain / whole:.0f} x ours"
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
