"""What we export can be imported again, and is then the same; a comparator in a column of its own is never lost."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from data.exporting import export_rows, write
from data.importing.api import import_file
from data.store import RECORD_TABLES, Store

TODAY = date(2026, 6, 30)


def load(store: Store, path: Path, kind: str | None = None) -> None:
    account = import_file(store, path, who="test", today=TODAY, kind=kind, backfill=True)
    assert account.rows == account.stored, (account.refused, account.problems)


@pytest.mark.parametrize("kind", RECORD_TABLES)
def test_the_published_cases_survive_export_and_import(tmp_path: Path, kind: str) -> None:
    with (
        Store.open(tmp_path / "from.duckdb", time_zone="Europe/Berlin") as source,
        Store.open(tmp_path / "to.duckdb", time_zone="Europe/Berlin") as target,
    ):
        load(source, Path(str(files("data.demo") / "cases" / f"{kind}.csv")), kind)
        exported = export_rows(source, kind)
        write(exported, tmp_path / f"{kind}.csv")
        load(target, tmp_path / f"{kind}.csv")
        again = export_rows(target, kind)
    # a laboratory's own spelling of number and unit is that of the file, here ours
    other = [
        name for name in ("import_id", "reported_value", "reported_unit") if name in exported.column_names
    ]
    assert again.drop_columns(other).to_pylist() == exported.drop_columns(other).to_pylist()


@pytest.mark.parametrize(
    ("comparator", "value", "stored"),
    [
        ("<", "5", ("<", 5.0)),
        (">", "2000", (">", 2000.0)),
        ("", "33", ("", 33.0)),
        ("=", "33", ("", 33.0)),
        ("<", "<5", ("<", 5.0)),
    ],
)
def test_a_comparator_column_belongs_to_its_number(
    tmp_path: Path, comparator: str, value: str, stored: tuple[str, float]
) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(
        "patient_id,analyte,collected_at,operator,result,units\n"
        f"P1,PTH,2026-01-09,{comparator},{value},pg/mL\n"
    )
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as store:
        load(store, path)
        (row,) = export_rows(store, "labs").to_pylist()
    assert (row["comparator"], row["value"]) == stored


def test_what_is_no_comparator_makes_the_value_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text("patient_id,analyte,collected_at,operator,result,units\nP1,PTH,2026-01-09,~,5,pg/mL\n")
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as store:
        account = import_file(store, path, who="test", today=TODAY)
    assert (account.rows, account.stored) == (1, 0)
