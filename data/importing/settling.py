"""Rows that wait for a person: list them, decide them, and import what was decided by the same road."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.errors import TroughlineError
from data.importing import sql
from data.importing.account import Account
from data.importing.kinds import KINDS
from data.importing.labs import FIELDS
from data.importing.raw import RawTable
from data.importing.running import Order, Ran, run_tables
from data.store import Store, utc_now
from data.texts import entering as texts

DISCARD = "discard"
AS_IT_IS = "as_it_is"


def waiting(store: Store) -> pd.DataFrame:
    """Rows not settled yet, oldest first: set_aside_id, import_id, kind, source_row, column_name, reported, reason,
    patient_id, analyte, collected_at, cells (JSON), sheet (of a workbook), file_name, imported_at."""
    return store.read(sql.text("waiting"))


def settle(store: Store, set_aside_id: int, decision: Mapping[str, str], *, who: str, today: date) -> Account:
    """Decide one row.

    decision: native field -> text that the person gives (unit, patient_id, test, value, collected_at, …);
    {'as_it_is': reason} imports it although it is implausible or the name differs; {'discard': reason} drops it.
    Returns the account of the import that follows. If the row is still not importable it goes on waiting and the account
    says why. Raises TroughlineError when the row does not wait (any more) or nothing is decided.
    """
    found = store.read(sql.text("waiting_one"), {"id": set_aside_id})
    if found.empty:
        raise TroughlineError(texts.NOT_WAITING)
    if not decision:
        raise TroughlineError(texts.NOTHING_DECIDED)
    kind, name = str(found["kind"][0]), str(found["file_name"][0])
    if DISCARD in decision:
        _record(store, set_aside_id, decision, None, who)
        return Account(name, kind=kind)
    cells: dict[str, str] = json.loads(str(found["cells"][0]))
    changes = {field: text for field, text in decision.items() if field != AS_IT_IS}
    known = FIELDS if kind == "labs" else KINDS[kind].columns
    unknown = sorted(set(changes) - set(known))
    if unknown:
        raise TroughlineError(texts.UNKNOWN_FIELDS.format(fields=", ".join(unknown), known=", ".join(known)))
    cells |= changes
    if changes.get("test"):
        cells.pop("code", None)  # the person has said what it is; the code had said otherwise
    cells.pop("hold", None)
    accept = AS_IT_IS in decision
    raw = RawTable.of(list(cells), [list(cells.values())], [int(found["source_row"][0] or 1)], kind=kind)
    order = Order(who, today, source="settled", accept_value=accept, accept_person=accept, dry_run=True)
    order.backfill = bool(found["backfill"][0])
    trial = run_tables(store, [raw], order, Ran(Account(name))).account
    if trial.refused or trial.set_aside or trial.rejected or trial.not_monitored:
        return trial
    order.dry_run = False
    account = run_tables(store, [raw], order, Ran(Account(name))).account
    _record(store, set_aside_id, decision, account.import_id, who)
    return account


def _record(
    store: Store, set_aside_id: int, decision: Mapping[str, Any], import_id: int | None, who: str
) -> None:
    with store.transaction(who, texts.SETTLED) as cursor:
        cursor.execute(
            "INSERT INTO settlements VALUES ($id, $decision, $import_id, $at, $who)",
            {
                "id": set_aside_id,
                "decision": json.dumps(dict(decision), ensure_ascii=False),
                "import_id": import_id,
                "at": utc_now(),
                "who": who,
            },
        )
