"""Import speed: a long CSV of a million rows, from file to committed, against DuckDB's bare read of the same file.

    python tests/benchmarks/bench_import.py [rows]

Prints seconds, the ratio to CREATE TABLE AS SELECT * FROM read_csv(all_varchar=true) of the same run, the same work in
pandas (committed to a store as well), the peak memory of the program and its child, and the second upload of known rows.
With 10000000 rows it shows that a file beyond the browser's cap stays within 1.5 GiB: of the program alone, since Linux counts
the program's own peak before, that of the bare read, for its child too.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from data.importing import vocabulary
from data.importing.api import import_file
from data.store import Store

TODAY = date(2026, 11, 22)
TESTS = (
    ("tacrolimus", ("ng/mL", "ug/L"), 3, 15), ("calcium", ("mg/dL", "mg/dL"), 8, 11), ("calcium", ("mmol/L", "mmol/L"), 2, 3),
    ("phosphorus", ("mg/dL", "mg/dL"), 2, 6), ("pth", ("pg/mL", "ng/L"), 20, 400), ("alp", ("U/L", "IU/L"), 40, 200),
    ("creatinine", ("mg/dL", "mg/dL"), 1, 3), ("creatinine", ("umol/L", "µmol/L"), 80, 250),
)  # fmt: skip


def write(path: Path, rows: int, seed: int = 1) -> None:
    """A long lab export: patients, times to the minute, eight tests, some censored values."""
    draw = random.Random(seed)
    start = datetime(2022, 1, 1)  # noqa: DTZ001 - clinic time
    with path.open("w", encoding="utf-8") as file:
        file.write("patient_id,test,collected_at,value,unit,reference_low,reference_high\n")
        for _ in range(rows):
            test, units, low, high = TESTS[draw.randrange(len(TESTS))]
            moment = start + timedelta(minutes=draw.randrange(1_500_000))
            mark = "<" if draw.random() < 0.01 else ""
            value = f"{mark}{draw.uniform(low, high):.2f}"
            file.write(
                f"P{draw.randrange(5000):05d},{test},{moment:%Y-%m-%dT%H:%M},{value},{draw.choice(units)},{low},{high}\n"
            )


def in_pandas(path: Path, folder: Path) -> int:
    """The same work as a pandas script would do it: text in, checked, converted, deduplicated, committed."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    parts = frame["value"].str.extract(r"^([<>]?)(\d+(?:\.\d+)?)$")
    number = pd.to_numeric(parts[1])
    moment = pd.to_datetime(frame["collected_at"], format="ISO8601")
    factor = [
        vocabulary.factors()[test][vocabulary.unit_of(unit)]
        for test, unit in zip(frame["test"], frame["unit"], strict=True)
    ]
    value = (number * pd.Series(factor)).round(6)
    low, high = (pd.to_numeric(frame[name]) * factor for name in ("reference_low", "reference_high"))
    result = pd.DataFrame(
        {"patient_id": frame["patient_id"], "analyte": frame["test"], "at": moment, "comparator": parts[0], "value": value,
         "low": low, "high": high}
    )  # fmt: skip
    result = result[number.notna() & (moment <= pd.Timestamp(TODAY)) & (result["patient_id"] != "")]
    kept = result.drop_duplicates(["patient_id", "analyte", "at"])
    with duckdb.connect(str(folder / "pandas.duckdb")) as connection:
        connection.register("kept", kept)
        connection.execute("CREATE TABLE results AS SELECT * FROM kept")
    return len(kept)


def cpu_seconds() -> float:
    """Processor seconds of this process and its children: steadier than the clock on a busy machine."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def bare(path: Path, folder: Path) -> float:
    """Seconds for DuckDB's bare read into a table on disk."""
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        began = time.perf_counter()
        connection.execute(f"CREATE TABLE bare AS SELECT * FROM read_csv('{path}', all_varchar=true)")
        return time.perf_counter() - began


def main() -> None:
    """Print the numbers."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "labs.csv"
        write(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        spent = cpu_seconds()
        base = bare(path, folder)
        base_cpu = cpu_seconds() - spent
        print(f"bare read_csv into a table   {base:6.2f} s")
        with Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin") as store:
            spent, began = cpu_seconds(), time.perf_counter()
            account = import_file(store, path, who="bench", today=TODAY, long_text=True)
            took = time.perf_counter() - began
            took_cpu = cpu_seconds() - spent
            print(
                f"processor time               {took_cpu:6.2f} s   {took_cpu / base_cpu:.2f} x   ({base_cpu:.2f} s)"
            )
            print(f"import, file to committed    {took:6.2f} s   {took / base:.2f} x   {account.counts()}")
            own, child = (
                resource.getrusage(who).ru_maxrss / 1024
                for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            )
            print(
                f"peak memory                  {own + child:6.0f} MiB  (program {own:.0f}, child {child:.0f})"
            )
            again = folder / "again.csv"
            with path.open() as source:
                again.write_text("".join(line for _, line in zip(range(50_001), source, strict=False)))
            began = time.perf_counter()
            account = import_file(store, again, who="bench", today=TODAY)
            print(f"50,000 known rows again      {time.perf_counter() - began:6.2f} s   {account.counts()}")
        if rows <= 2_000_000:
            spent, began = cpu_seconds(), time.perf_counter()
            in_pandas(path, folder)
            print(
                f"the same work in pandas      {time.perf_counter() - began:6.2f} s   "
                f"processor time {cpu_seconds() - spent:.2f} s"
            )


if __name__ == "__main__":
    main()
