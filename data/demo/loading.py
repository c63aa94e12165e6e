"""Builds the demonstration store: the published cases as they are printed, and a clinic that is simulated and says so."""

from __future__ import annotations

import csv
import shutil
import tempfile
from datetime import date
from importlib.resources import files
from pathlib import Path

from data.demo import clinic
from data.demo.rows import LAST_DAY
from data.errors import TroughlineError
from data.importing.account import Account
from data.importing.api import import_file
from data.store import Store
from data.texts import store as texts

KINDS = ("patients", "transplants", "targets", "doses", "labs", "symptoms", "events")

CASE_STUDIES = (
    (
        "CIPS-1",
        date(2010, 1, 25),
        "Bone pain on tacrolimus after a second kidney transplant",
        "000_40e63ac1e32651fa.txt",
    ),
    (
        "RA-1",
        date(2001, 4, 1),
        "Low-dose tacrolimus in rheumatoid arthritis, no bone pain",
        "001_866343e9a757ba16.txt",
    ),
    (
        "CALC-1",
        date(2000, 6, 15),
        "Calciphylaxis after a failed kidney transplant",
        "002_5f5ba0e51180a759.txt",
    ),
)
"""patient_id, the day it opens on, title, the document it was taken from."""


def build(store: Store, *, who: str = "demonstration") -> list[Account]:
    """Fill an empty store with the demonstration; a store that holds it already is left alone (no accounts).

    Raises TroughlineError when the store holds other patients: a real record is never mixed with a simulated one.
    """
    if store.clinic_fact("simulated") == "true":
        return []
    if store.value("SELECT count(*) FROM imports"):
        raise TroughlineError(texts.OWN_RECORD.format(path=store.path))
    with tempfile.TemporaryDirectory(prefix="troughline-demo-") as folder:
        accounts = [_load(store, path, who) for path in _write_files(Path(folder))]
    with store.transaction(who, "demonstration: facts of the simulated clinic, case studies") as cursor:
        cursor.executemany(
            "INSERT INTO clinic VALUES (?, ?)", [("simulated", "true"), ("last_day", str(LAST_DAY))]
        )
        cursor.executemany("INSERT INTO case_studies VALUES (?, ?, ?, ?)", CASE_STUDIES)
    return accounts


def _load(store: Store, path: Path, who: str) -> Account:
    """One file through the same road as a clinic's own; anything but a clean account is a defect of ours."""
    kind = path.stem.split(" ")[-1]
    name = path.name.replace(" ", "/")
    account = import_file(
        store, path, who=who, today=LAST_DAY, kind=kind, backfill=True, file_name=name, source="demo"
    )
    if account.refused or account.rejected or account.set_aside:
        raise AssertionError(f"demonstration file {name}: {account.refused or account.problems[:3]}")
    return account


def _write_files(folder: Path) -> list[Path]:
    """The published cases and the clinic as native CSV files, in the order in which they are read."""
    written: list[Path] = []
    simulated = clinic.rows()
    for kind in KINDS:
        path = folder / f"cases {kind}.csv"
        with (files("data.demo") / "cases" / f"{kind}.csv").open("rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        written.append(path)
        if kind in simulated:
            written.append(write_csv(folder / f"clinic {kind}.csv", simulated[kind]))
    return written


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    """Rows under the union of their columns, in the order in which the columns first appear."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
