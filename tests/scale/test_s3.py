"""A lake and its alerts in an object store: a stub of S3 on this machine, no outside request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

pytest.importorskip("moto", reason="the extra 'test' is not installed")

import boto3
from moto.server import ThreadedMotoServer

from analytics.at_scale import evaluate_lake, read_alerts
from analytics.cohort_at_scale import read
from analytics.registry import Choice, Registry
from data.errors import TroughlineError
from data.lake import export_lake
from data.store import Store

pytestmark = pytest.mark.all_cores

AS_OF, EXPORTED = date(2026, 3, 31), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def bucket() -> Iterator[str]:
    """An s3 address that ends at a stub on loopback; the stub remembers buckets, so each test has its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1").create_bucket(
        Bucket=f"registry-{port}"
    )
    yield f"s3://registry-{port}/{{folder}}?scheme=http&endpoint_override={host}:{port}&region=us-east-1"
    server.stop()


@pytest.mark.parametrize("engine", ["local", "spark"])
def test_a_lake_in_s3_gives_the_same_alerts_as_one_in_a_folder(
    tmp_path: Path, north: Store, bucket: str, engine: str
) -> None:
    if engine == "spark":
        pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    in_s3 = (bucket.format(folder="lake"), bucket.format(folder="alerts"))
    in_folder = (str(tmp_path / "lake"), str(tmp_path / "alerts"))
    for lake, output in (in_folder, in_s3):
        export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=2)
        run = evaluate_lake(
            lake, output, AS_OF, engine=engine if output.startswith("s3") else "local", workers=1
        )
        assert run.problems == {}

    assert read_alerts(in_s3[1]).equals(read_alerts(in_folder[1]))
    for figure in ("burden", "lag_histogram"):
        assert read(in_s3[1], figure).equals(read(in_folder[1], figure))
    assert evaluate_lake(*in_s3, AS_OF, workers=1).already_done == 2

    registry = Registry(*in_s3)
    assert registry.worklist(Choice()).rows == Registry(*in_folder).worklist(Choice()).rows
    assert registry.store_of("N07").value("SELECT count(*) FROM symptoms") == 1


def test_an_empty_address_is_refused_in_plain_words(bucket: str) -> None:
    with pytest.raises(TroughlineError, match="Nothing was exported"):
        evaluate_lake(bucket.format(folder="lake"), bucket.format(folder="alerts"), AS_OF)
    with pytest.raises(TroughlineError, match="No alerts in"):
        Registry(bucket.format(folder="lake"), bucket.format(folder="alerts"))
    with pytest.raises(TroughlineError, match="expected a folder or an address"):
        evaluate_lake("ftp://elsewhere/lake", bucket.format(folder="alerts"), AS_OF)
