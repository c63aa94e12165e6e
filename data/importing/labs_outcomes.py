"""Decide, count and store the laboratory rows that labs.judge has read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import day_only, labs, sql, versions, waiting
from data.importing.account import Account
from data.importing.desk import Desk
from data.importing.raw import Problem
from data.importing.storing_records import create_patients, reserve_ids
from data.texts import rows as texts


def settle(desk: Desk, read: labs.Read, judging: labs.Judging) -> None:
    """Judge rows and decide each against the record; the answers stand in the temp table labs_judged and labs_fates. Raises TwoReadings."""
    labs.judge(desk, read, judging)
    day_only.adopt(desk, read.moments)
    _on_record(desk)
    cursor = desk.scratch
    cursor.execute(sql.text("labs_unread"))
    cursor.execute(sql.text("labs_close"))
    cursor.execute(sql.text("labs_fates"))
    cursor.execute(sql.text("labs_repeats"))
    fates = versions.decide_all(cursor.execute(sql.text("labs_contested")).fetchall())
    if fates:
        columns = zip(*fates, strict=True)
        names = {"seq": pa.int64(), "fate": pa.string(), "reason": pa.string()}
        table = pa.table({n: pa.array(list(c), t) for (n, t), c in zip(names.items(), columns, strict=True)})
        cursor.register("decided", table)
        cursor.execute("INSERT INTO labs_fates SELECT * FROM decided")
        cursor.unregister("decided")
    cursor.execute(sql.text("labs_verdicts"), texts.VERDICTS)
    cursor.execute(sql.text("labs_wrong"))
    seqs = cursor.execute("SELECT seq FROM labs_wrong ORDER BY seq").to_arrow_table()["seq"]
    cells = read.rows.select(["seq", *_CELLS]).take(seqs)
    for name in _CELLS:
        cells = cells.set_column(cells.schema.get_field_index(name), name, pc.fill_null(cells[name], ""))
    cursor.register("labs_cells", cells)
    cursor.execute(sql.text("labs_problem_rows"), texts.PROBLEM_ROWS)
    cursor.unregister("labs_cells")


_CELLS = ("collected_at", "collected_time", "reported_at", "last_dose_at")
"""Columns whose own text a problem shows."""


def _on_record(desk: Desk) -> None:
    """The temp tables labs_live (versions on record of what this file speaks of) and labs_repeated (identities that stand
    in the file more than once: sorting numbers beats grouping rows)."""
    found = np.sort(desk.scratch.execute(sql.text("labs_identities")).to_arrow_table()["identity"].to_numpy())
    again = found[1:] == found[:-1]
    desk.record.register(
        "wanted", pa.table({"identity": found[~np.concatenate([[False], again])[: len(found)]]})
    )
    live = desk.record.execute(sql.text("labs_on_record")).to_arrow_table()
    desk.record.unregister("wanted")
    _temp(desk.scratch, "live", live)
    _temp(desk.scratch, "repeated", pa.table({"identity": np.unique(found[1:][again])}))


def _temp(cursor: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    cursor.register("lookup", table)
    cursor.execute(sql.text(f"labs_{name}"))
    cursor.unregister("lookup")


def store(
    desk: Desk,
    read: labs.Read,
    import_id: int,
    today: date,
    backfill: bool,
    account: Account,
    sheet: str,
) -> None:
    """Count every row into account, append what is accepted, keep what waits."""
    cursor = desk.scratch
    account.count(dict(cursor.execute(sql.text("labs_outcomes")).fetchall()))
    for test, count in cursor.execute(sql.text("labs_not_monitored")).fetchall():
        account.not_monitored_tests[test] = account.not_monitored_tests.get(test, 0) + count
    found = cursor.execute(sql.text("labs_problems"), texts.PROBLEMS).fetchall()
    account.problems += [Problem(*row) for row in found]
    known = dict(cursor.execute(sql.text("labs_touched"), {"today": today, "backfill": backfill}).fetchall())
    account.new_patients += create_patients(desk.record, known, import_id)
    account.patients = sorted({*account.patients, *known})
    if account.stored + account.superseding:
        asked = {"import_id": import_id, "today": today, "backfill": backfill}
        labs.lend(desk.record, "accepted", _accepted(desk, read))
        desk.record.execute(sql.text("labs_append"), asked)
        desk.record.unregister("accepted")
    _keep_waiting(desk, read.rows, import_id, account, sheet)


def _accepted(desk: Desk, read: labs.Read) -> pa.Table:
    """Accepted rows with their texts, numbered in the order of the file. Only what is judged is fetched, the rest is at hand."""
    judged = desk.scratch.execute(sql.text("labs_accepted")).to_arrow_table().combine_chunks()
    places = judged["seq"].combine_chunks()
    columns = {"source_row": read.rows["source_row"], **read.moments}
    codes = {name: cells.take(places) for name, cells in read.codes.items()}
    return pa.table({
        "record_id": pc.add(places, reserve_ids(desk.record, read.rows.num_rows)),
        **{name: judged[name] for name in judged.column_names},
        **{name: cells.take(places) for name, cells in columns.items()},
        **labs.gathered(desk.scratch, "stored", codes),
    })  # fmt: skip


def _keep_waiting(desk: Desk, rows: pa.Table, import_id: int, account: Account, sheet: str) -> None:
    held = desk.scratch.execute(sql.text("labs_held")).fetchall()
    if not held:
        return
    cells = rows.take(pa.array([row[0] for row in held], pa.int64())).to_pylist()
    entries = [
        waiting.Entry(
            "labs", source_row, column, value, reason, patient_id, analyte, collected_at, _cells(cell)
        )
        for (_, source_row, column, value, reason, patient_id, analyte, collected_at), cell in zip(
            held, cells, strict=True
        )
    ]
    waiting.keep(desk.record, import_id, entries, account, sheet)


def _cells(cell: Mapping[str, object]) -> str:
    kept = {
        name: value
        for name, value in cell.items()
        if name not in ("seq", "source_row") and value not in (None, "")
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)
