"""Cohort figures of a registry: Spark SQL and DuckDB agree, and both agree with counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.at_scale import evaluate_lake, read_alerts
from analytics.cohort_at_scale import read
from data.errors import TroughlineError
from data.lake import Manifest
from data.store import Store

pytestmark = pytest.mark.all_cores

AS_OF = date(2026, 3, 31)
Export = Callable[..., Manifest]


def evaluated(folder: Path, name: str, engine: str = "local") -> str:
    output = str(folder / name)
    assert not evaluate_lake(str(folder / "lake"), output, AS_OF, engine=engine, workers=1).problems
    return output


def test_spark_sql_and_duckdb_give_the_same_bytes(
    tmp_path: Path, north: Store, south: Store, exported: Export
) -> None:
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    exported(north)
    exported(south, site="south")
    ours, spark = evaluated(tmp_path, "local"), evaluated(tmp_path, "spark", "spark")
    for figure in ("burden", "lag_histogram"):
        text = Path(ours, "figures", f"{figure}.csv").read_bytes()
        assert text == Path(spark, "figures", f"{figure}.csv").read_bytes()
        assert text.count(b"\n") > 1


def test_burden_counts_alerts_and_days_of_each_site(
    tmp_path: Path, north: Store, south: Store, exported: Export
) -> None:
    exported(north)
    exported(south, site="south")
    output = evaluated(tmp_path, "alerts")
    burden = read(output, "burden").set_index(["site", "month"])
    alerts = read_alerts(output)
    for site in ("north", "south"):
        asking = alerts[(alerts["site"] == site) & alerts["severity"].isin(["critical", "warning"])]
        march = asking[asking["began_on"] >= pd.Timestamp(2026, 3, 1)]
        row = burden.loc[(site, date(2026, 3, 1))]
        assert row["alerts"] == len(march) > 0
        assert row["alerts_per_patient_month"] == row["alerts"] * 30.4375 / row["patient_days"]
    # forty patients since their transplant on 1 December; the southern one since the first result, on 10 March
    assert burden.loc[("north", date(2025, 12, 1)), "patient_days"] == 40 * 31
    assert burden.loc[("north", date(2026, 2, 1)), "patient_days"] == 40 * 28
    assert burden.loc[("south", date(2026, 3, 1)), "patient_days"] == 22
    assert ("south", date(2026, 2, 1)) not in burden.index


def test_lag_histogram_has_the_onset_a_week_after_the_increase(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north)
    histogram = read(evaluated(tmp_path, "alerts"), "lag_histogram")
    assert histogram.to_dict("records") == [
        {"site": "north", "change": "cni_increase", "weeks": 1, "onsets": 1}
    ]


def test_figures_wait_for_the_last_bucket(tmp_path: Path, north: Store, exported: Export) -> None:
    written = exported(north)
    (tmp_path / "lake" / written.files["results"]["1"]).write_bytes(b"PAR1 no longer")
    output = str(tmp_path / "alerts")
    assert list(evaluate_lake(str(tmp_path / "lake"), output, AS_OF, workers=1).problems) == [1]
    with pytest.raises(TroughlineError, match="once every bucket is evaluated"):
        read(output, "burden")
