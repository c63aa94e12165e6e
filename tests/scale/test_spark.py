"""Spark itself: tasks whose worker is killed, and a Spark Connect server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")

import pyspark
from killing import killing, needs_proc

from analytics.at_scale import evaluate_lake, read_alerts
from data.lake import Manifest
from data.store import Store

pytestmark = pytest.mark.all_cores

AS_OF = date(2026, 3, 31)
Export = Callable[..., Manifest]


@needs_proc
@pytest.mark.parametrize("library", ["", "duckdb"], ids=["that plans", "that evaluates"])
def test_a_worker_that_is_killed_costs_nothing(
    tmp_path: Path, north: Store, exported: Export, library: str
) -> None:
    exported(north, buckets=2)
    lake = str(tmp_path / "lake")
    evaluate_lake(lake, str(tmp_path / "whole"), AS_OF, workers=1)
    with killing("pyspark.daemon", times=1, under="pyspark.daemon", library=library) as killed:
        run = evaluate_lake(lake, str(tmp_path / "alerts"), AS_OF, engine="spark")
    assert len(killed) == 1
    assert run.problems == {}
    assert read_alerts(str(tmp_path / "alerts")).equals(read_alerts(str(tmp_path / "whole")))


@needs_proc
def test_a_bucket_whose_task_always_dies_is_named(tmp_path: Path, north: Store, exported: Export) -> None:
    exported(north, buckets=1)
    with killing("pyspark.daemon", times=1000, under="pyspark.daemon", library="duckdb"):
        run = evaluate_lake(str(tmp_path / "lake"), str(tmp_path / "alerts"), AS_OF, engine="spark")
    assert list(run.problems) == [0]
    assert "killed, or out of memory" in run.problems[0]


@pytest.fixture
def connect() -> Iterator[str]:
    """The address of a Spark Connect server on this machine."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-submit"), "--master", "local[2]"]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    for setting in ("grpc.binding.address=127.0.0.1", f"grpc.binding.port={port}"):
        command += ["--conf", f"spark.connect.{setting}"]
    command += ["--conf", f"spark.pyspark.python={sys.executable}", "--conf", "spark.ui.enabled=false"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            with closing(socket.socket()) as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def test_a_spark_connect_server_gives_the_same_alerts(
    tmp_path: Path, north: Store, exported: Export, connect: str
) -> None:
    pytest.importorskip("grpc", reason="the extra 'spark' is not installed")
    exported(north, buckets=2)
    lake = str(tmp_path / "lake")
    evaluate_lake(lake, str(tmp_path / "whole"), AS_OF, workers=1)
    command = [
        sys.executable,
        "-m",
        "dashboard.cli",
        "evaluate-lake",
        "--engine",
        "spark",
        "--remote",
        connect,
    ]
    command += ["--input", lake, "--output", str(tmp_path / "alerts"), "--as-of", str(AS_OF)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False
    )  # a process has one kind of Spark
    assert done.returncode == 0, done.stderr
    assert read_alerts(str(tmp_path / "alerts")).equals(read_alerts(str(tmp_path / "whole")))
    for figure in ("burden", "lag_histogram"):
        texts = [(tmp_path / name / "figures" / f"{figure}.csv").read_bytes() for name in ("whole", "alerts")]
        assert texts[0] == texts[1]
