"""All rules over a made-up registry against one bare window scan of the same table, in the same run.

    python tests/benchmarks/bench_rules.py [patients] [results per patient]     default 100000 50

Prints: the whole evaluation as a multiple of the scan (at most 20, wanted 10), peak memory, one patient's answers in ms
(evaluated alone, and cut out of everybody's evaluation at hand), what ten times the patients cost (at most eleven times the
time), all rules in pandas on the same registry (no time is printed unless they find the same episodes), and all rules in
plain Python, one patient after another (a sample, scaled up).
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made_up_registry import AS_OF, fill
from plain_pandas import COLUMNS, pandas_episodes
from plain_rules import reference_alerts

from analytics.alerts import evaluate
from analytics.evaluator import Evaluator
from analytics.few import keep
from data.store import Store

SAMPLE = 200
SCAN = (
    "select count(rn) from (select row_number() over (partition by patient_id, analyte order by collected_at, record_id) rn"
    " from results)"
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
        kept = Evaluator(store)
        whole = seconds(lambda: kept.at(AS_OF))
        scan = (scan + min(seconds(lambda: store.value(SCAN)) for _ in range(2))) / 2
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"bare window scan {scan:.2f} s; all rules {whole:.2f} s = {whole / scan:.1f} x the scan (at most 20)"
        )
        print(f"peak memory of the process, making the registry included: {peak:.0f} MiB (at most 2048)")
        _one_patient(kept, patients)
        _beside_pandas(kept, whole)
    _beside_a_tenth(patients, each, whole)
    _beside_plain_python(patients, each, whole)


def _one_patient(kept: Evaluator, patients: int) -> None:
    """One patient evaluated alone, and cut out of everybody's evaluation."""
    one = "P" + str(patients // 2).zfill(7)
    alone = Evaluator(kept.store)  # with nobody's answers at hand
    planning = seconds(lambda: keep(kept.store, AS_OF, None, alone.settings))
    print(f"statements for one patient planned, when a server starts: {planning * 1000:.0f} ms")
    hurting = kept.store.read("SELECT DISTINCT patient_id FROM symptoms ORDER BY patient_id")[
        "patient_id"
    ].to_list()
    with_symptoms = hurting[:: max(1, len(hurting) // 40)]
    of_every_kind = [f"P{number:07d}" for number in range(0, patients, max(1, patients // 400 + 1))]
    for told, some in (("with symptoms", with_symptoms), ("of every kind", of_every_kind)):
        times = sorted(seconds(partial(alone.of, patient, AS_OF)) for patient in some)
        print(
            f"one patient in that store, {len(some)} {told}: median {statistics.median(times) * 1000:.0f} ms, 99 in 100 within"
            f" {times[len(times) * 99 // 100] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms (at most 100)"
        )
    unplanned = sorted(seconds(lambda: evaluate(kept.store, AS_OF, patients=[one])) for _ in range(5))
    print(f"one patient in that store, planning included, as a command asks: {unplanned[2] * 1000:.0f} ms")
    cuts = [seconds(lambda: kept.of(one, AS_OF)) for _ in range(8)]
    print(
        f"one patient at hand: {cuts[0] * 1000:.1f} ms the first time, then median {sorted(cuts[1:])[3] * 1000:.1f} ms (at most 20)"
    )


def _beside_pandas(kept: Evaluator, whole: float) -> None:
    """All rules in pandas; refuses to print a time for other answers than ours."""
    ours = kept.at(AS_OF).alerts.sort_values(COLUMNS)
    started = time.perf_counter()
    theirs = pandas_episodes(kept.store, AS_OF)
    took = time.perf_counter() - started
    mine, other = ([[str(cell) for cell in row] for row in t[COLUMNS].to_numpy()] for t in (ours, theirs))
    assert mine == other, "pandas found other episodes"
    print(
        f"all {ours['rule'].nunique()} rules in pandas, episodes alone: {took:.1f} s for the same {len(mine)} episodes;"
        f" ours with severities, values, sentences and answers: {whole:.1f} s"
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
