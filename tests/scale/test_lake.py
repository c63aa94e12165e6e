"""A registry gives the alerts of one store, whatever the buckets, the sites and the engine."""

# ruff: noqa: E402  (the made-up clinics lie beside the other tests)
from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "analytics"), str(TESTS / "benchmarks")]

from random_clinic import clinic
from record_writer import write

from analytics import at_scale
from analytics.alerts import evaluate
from dashboard.commands.alerts_command import as_csv
from data.entering import enter
from data.errors import TroughlineError
from data.lake import bucket_of, export_lake, newest_manifests
from data.lake_reading import open_patient
from data.store import Store

pytestmark = pytest.mark.all_cores

AS_OF, EXPORTED = date(2026, 3, 31), datetime(2026, 4, 1, tzinfo=UTC)
DRAWN = "2026-03-20T08:00"


@pytest.fixture(scope="module")
def five_hundred(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, date]:
    """A lake of five hundred made-up patients with corrections, undone imports and odd charts; the CSV of one store."""
    folder = tmp_path_factory.mktemp("five-hundred")
    imports, entries, days = clinic(5, 500)
    with Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        write(store, imports, entries)
        export_lake(store, str(folder / "lake"), site="north", exported_at=EXPORTED, buckets=5)
        return str(folder / "lake"), as_csv(evaluate(store, days[-1]).alerts), days[-1]


@pytest.mark.parametrize("engine", ["local", "spark"])
def test_every_engine_gives_the_alerts_of_one_store_byte_for_byte(
    tmp_path: Path, five_hundred: tuple[str, str, date], engine: str
) -> None:
    if engine == "spark":
        pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    lake, expected, day = five_hundred

    run = at_scale.evaluate_lake(lake, str(tmp_path / "alerts"), day, engine=engine, workers=2)

    assert run.problems == {}
    assert expected.count("\n") > 500
    assert as_csv(at_scale.read_alerts(str(tmp_path / "alerts"))) == expected


def test_a_second_run_evaluates_nothing_again(tmp_path: Path, north: Store) -> None:
    lake, output = str(tmp_path / "lake"), str(tmp_path / "alerts")
    export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=2)
    at_scale.evaluate_lake(lake, output, AS_OF, workers=1)
    assert at_scale.evaluate_lake(lake, output, AS_OF, workers=1).already_done == 2


def test_an_output_folder_answers_one_question_only(tmp_path: Path, north: Store) -> None:
    lake, output = str(tmp_path / "lake"), str(tmp_path / "alerts")
    export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=1)
    at_scale.evaluate_lake(lake, output, AS_OF, workers=1)
    with pytest.raises(TroughlineError, match="another day"):
        at_scale.evaluate_lake(lake, output, date(2026, 3, 30), workers=1)


def test_a_corrupt_file_stops_only_its_bucket_and_is_named(tmp_path: Path, north: Store) -> None:
    lake, output = str(tmp_path / "lake"), str(tmp_path / "alerts")
    manifest = export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=3)
    broken = manifest.files["results"]["1"]
    Path(lake, broken).write_bytes(b"PAR1 no longer")

    run = at_scale.evaluate_lake(lake, output, AS_OF, workers=2)

    assert list(run.problems) == [1]
    assert broken in run.problems[1]
    found = set(at_scale.read_alerts(output)["patient_id"])
    assert found == {f"N{n:02d}" for n in range(40) if bucket_of(f"N{n:02d}", 3) != 1}


def test_a_correction_from_another_site_counts_once_and_in_order_of_import(
    tmp_path: Path, north: Store, south: Store
) -> None:
    lake = str(tmp_path / "lake")
    for site, store in (("north", north), ("south", south)):
        export_lake(store, lake, site=site, exported_at=EXPORTED, buckets=2)

    assert ("N02", "ca_p_over_70") in fired(evaluate(north, AS_OF).alerts)
    at_scale.evaluate_lake(lake, str(tmp_path / "alerts"), AS_OF, workers=1)
    together = fired(at_scale.read_alerts(str(tmp_path / "alerts")))

    assert ("N02", "ca_p_over_70") not in together
    assert ("S01", "hypercalcaemia_severe") in together
    assert fired(evaluate(north, AS_OF).alerts) - together == {("N02", "ca_p_over_70")}


def test_an_export_without_its_manifest_is_not_there(tmp_path: Path, north: Store) -> None:
    lake = str(tmp_path / "lake")
    export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=1)
    next(Path(lake, "manifests", "north").iterdir()).unlink()
    assert newest_manifests(lake) == []


def test_an_undone_import_stays_undone_in_the_lake(tmp_path: Path, north: Store) -> None:
    from data.importing.api import undo

    row = {"patient_id": "N39", "test": "calcium", "collected_at": DRAWN, "value": "13.0", "unit": "mg/dL"}
    enter(north, "labs", [row], who="test", today=AS_OF)
    undo(north, int(north.value("SELECT max(import_id) FROM imports")), who="test", today=AS_OF)
    lake = str(tmp_path / "lake")
    export_lake(north, lake, site="north", exported_at=EXPORTED, buckets=1)
    with open_patient(lake, newest_manifests(lake), "N39") as bucket:
        assert ("N39", "hypercalcaemia_severe") not in fired(evaluate(bucket, AS_OF).alerts)


def fired(alerts: object) -> set[tuple[str, str]]:
    return set(zip(alerts["patient_id"], alerts["rule"], strict=True))  # type: ignore[index]
