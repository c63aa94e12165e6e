"""What goes wrong with a registry: workers that are killed, half-written files, older exports, other versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from killing import killing, needs_proc

from analytics import lake_output
from analytics.at_scale import evaluate_lake, read_alerts
from analytics.bucket import Question, evaluate_to_file
from data.entering import enter
from data.errors import TroughlineError
from data.lake import Manifest, bucket_of, exports_of, newest_manifests
from data.lake_reading import open_patient
from data.store import Store

pytestmark = pytest.mark.all_cores

AS_OF = date(2026, 3, 31)
Export = Callable[..., Manifest]


def question(folder: Path) -> Question:
    lake = str(folder / "lake")
    exports = exports_of(newest_manifests(lake))
    return Question(lake, exports, str(folder / "alerts"), AS_OF, None, duckdb.__version__)


@needs_proc
def test_a_worker_that_is_killed_mid_bucket_costs_nothing(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=2)
    lake = str(tmp_path / "lake")
    evaluate_lake(lake, str(tmp_path / "whole"), AS_OF, workers=1)
    with killing("spawn_main", times=1) as killed:
        run = evaluate_lake(lake, str(tmp_path / "alerts"), AS_OF, workers=1)
    assert len(killed) == 1
    assert run.problems == {}
    assert read_alerts(str(tmp_path / "alerts")).equals(read_alerts(str(tmp_path / "whole")))


@needs_proc
def test_a_bucket_whose_worker_always_dies_is_named_and_a_later_run_mends_it(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=1)
    lake, output = str(tmp_path / "lake"), str(tmp_path / "alerts")
    with killing("spawn_main", times=100):
        run = evaluate_lake(lake, output, AS_OF, workers=1)
    assert list(run.problems) == [0]
    assert "killed, or out of memory" in run.problems[0]
    again = evaluate_lake(lake, output, AS_OF, workers=1)
    assert (again.already_done, again.problems) == (0, {})


def test_a_half_written_bucket_is_not_there_and_is_evaluated_again(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=2)
    lake, output = str(tmp_path / "lake"), tmp_path / "alerts"
    evaluate_lake(lake, str(output), AS_OF, workers=1)
    whole = read_alerts(str(output))
    damaged = output / "alerts" / "bucket=00001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-200])
    (output / "alerts" / ".unfinished-0123").write_bytes(b"PAR1 half")

    assert lake_output.finished(str(output)) == {0}
    run = evaluate_lake(lake, str(output), AS_OF, workers=1)

    assert run.already_done == 1
    assert read_alerts(str(output)).equals(whole)


def test_a_file_of_another_version_is_evaluated_again(tmp_path: Path, north: Store, exported: Export) -> None:
    exported(north, buckets=2)
    lake, output = str(tmp_path / "lake"), tmp_path / "alerts"
    evaluate_lake(lake, str(output), AS_OF, workers=1)
    burden = (output / "figures" / "burden.csv").read_bytes()
    older = output / "alerts" / "bucket=00001.parquet"
    pq.write_table(pq.read_table(older, partitioning=None).drop_columns("alerts"), older)

    run = evaluate_lake(lake, str(output), AS_OF, workers=1)

    assert (run.already_done, run.problems) == (1, {})
    assert (output / "figures" / "burden.csv").read_bytes() == burden


def test_an_output_begun_with_another_duckdb_is_refused_by_name(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=1)
    lake, output = str(tmp_path / "lake"), tmp_path / "alerts"
    evaluate_lake(lake, str(output), AS_OF, workers=1)
    label = output / "run.json"
    label.write_text(json.dumps({**json.loads(label.read_text()), "duckdb": "1.4.0"}))
    with pytest.raises(TroughlineError, match=rf"begun with DuckDB 1\.4\.0, here is {duckdb.__version__}"):
        evaluate_lake(lake, str(output), AS_OF, workers=1)


def test_a_worker_with_another_duckdb_evaluates_nothing_and_says_so(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=1)
    problem = evaluate_to_file(replace(question(tmp_path), duckdb_version="9.9.9"), 0)
    assert f"this worker has DuckDB {duckdb.__version__}, the run 9.9.9" in problem
    assert lake_output.finished(str(tmp_path / "alerts")) == set()
    assert lake_output.problems(str(tmp_path / "alerts")) == {0: problem}


def test_a_bucket_without_patients_is_done_and_has_no_alerts(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=400)
    taken = {bucket_of(f"N{number:02d}", 400) for number in range(40)}
    empty = next(bucket for bucket in range(400) if bucket not in taken)
    asked = question(tmp_path)
    lake_output.claim(asked, newest_manifests(asked.lake))
    assert evaluate_to_file(asked, empty) == ""
    assert lake_output.finished(asked.output) == {empty}
    assert read_alerts(asked.output).empty
    assert lake_output.bucket_figures(asked.output)["patients"].tolist() == [0]


def test_an_export_that_arrives_meanwhile_waits_for_the_next_run(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    exported(north, buckets=1)
    asked = question(tmp_path)
    row = {"patient_id": "N39", "test": "calcium", "collected_at": "2026-03-20T08:00", "value": "13.0"}
    enter(north, "labs", [{**row, "unit": "mg/dL"}], who="test", today=AS_OF)
    exported(north, buckets=1)
    assert evaluate_to_file(asked, 0) == ""
    assert "hypercalcaemia_severe" not in set(read_alerts(asked.output)["rule"])
    assert evaluate_to_file(question(tmp_path), 0) == ""
    assert "hypercalcaemia_severe" in set(read_alerts(asked.output)["rule"])


def test_an_older_manifest_is_read_and_one_without_what_is_needed_is_refused_by_name(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    written = exported(north, buckets=1)
    path = tmp_path / "lake" / "manifests" / "north" / f"{written.export}.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({k: v for k, v in content.items() if k not in ("format", "simulated")}))
    assert newest_manifests(str(tmp_path / "lake"))[0].format == 1
    assert evaluate_to_file(question(tmp_path), 0) == ""
    path.write_text(json.dumps({k: v for k, v in content.items() if k != "time_zone"}))
    with pytest.raises(TroughlineError, match="site north was written by an older Troughline"):
        newest_manifests(str(tmp_path / "lake"))
    path.write_text(json.dumps({**content, "format": 99}))
    with pytest.raises(TroughlineError, match="site north was written by a newer Troughline"):
        newest_manifests(str(tmp_path / "lake"))


def test_a_restored_store_does_not_hide_behind_its_own_later_export(
    tmp_path: Path, north: Store, exported: Export
) -> None:
    written = exported(north, buckets=1)
    folder = tmp_path / "lake" / "manifests" / "north"
    (folder / f"{written.export}.json").rename(folder / "000000999999.json")
    content = json.loads((folder / "000000999999.json").read_text())
    (folder / "000000999999.json").write_text(json.dumps({**content, "export": "000000999999"}))
    with pytest.raises(TroughlineError, match="later state of site north"):
        exported(north, buckets=1)


def test_a_case_study_stays_at_home(tmp_path: Path, north: Store, exported: Export) -> None:
    with north.transaction("test", "a case") as cursor:
        cursor.execute("INSERT INTO case_studies VALUES ('N07', DATE '2026-03-31', 'a case', '')")
    exported(north, buckets=1)
    lake = str(tmp_path / "lake")
    with open_patient(lake, newest_manifests(lake), "N07") as store:
        assert store.value("SELECT count(*) FROM symptoms") == 0
    with open_patient(lake, newest_manifests(lake), "N08") as store:
        assert store.value("SELECT count(*) FROM results") == 2


def test_a_patient_of_a_registry_takes_no_entries(tmp_path: Path, north: Store, exported: Export) -> None:
    exported(north, buckets=1)
    lake = str(tmp_path / "lake")
    with open_patient(lake, newest_manifests(lake), "N08") as store:
        row = {"patient_id": "N08", "sex": "male"}
        assert "read only" in str(enter(store, "patients", [row], who="test", today=AS_OF).refused)
