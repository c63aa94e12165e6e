"""`troughline undo`: takes one import back; without a number it lists the last ones."""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dashboard.commands import shared

if TYPE_CHECKING:
    from data.store import Store

LISTED = 10
_COLUMNS = ("import", "day", "file", "kind", "rows", "taken back by")


def options(parser: argparse.ArgumentParser) -> None:
    """The import."""
    parser.add_argument(
        "import_id",
        type=int,
        nargs="?",
        metavar="IMPORT_ID",
        help=f"as printed by `troughline import`; without it the last {LISTED} imports are listed, nothing is taken back",
    )


def run(arguments: argparse.Namespace) -> int:
    """Undo as a new fact on record; what was imported stays readable."""
    from data.importing.api import undo

    with shared.open_store(arguments) as store:
        if arguments.import_id is None:
            _list(store)
            return 0
        undo(store, arguments.import_id, who=shared.who(), today=shared.today(store))
        found = store.read(
            "SELECT coalesce(file_name, source) AS file, kind, account FROM imports WHERE import_id = $id",
            {"id": arguments.import_id},
        ).to_dict("records")[0]
    rows = _rows(found["account"])
    counted = "" if rows is None else f", {rows:,} row{'' if rows == 1 else 's'}"
    print(
        shared.printable(
            f"import {arguments.import_id} taken back: {found['file']}, {_kinds(found)}{counted}"
        )
    )
    return 0


def _list(store: Store) -> None:
    """The last imports, newest first, by the day at the clinic."""
    import pandas as pd

    sql = (files("dashboard") / "sql" / "imports.sql").read_text(encoding="utf-8")
    imports = [
        (
            int(row["import_id"]),
            pd.Timestamp(row["imported_at"]).tz_localize("UTC").tz_convert(store.time_zone).date(),
            row["file_name"] or row["source"],
            _kinds(row),
            _rows(row["account"]),
            row["undone_by"],
        )
        for row in store.read(sql, {"source": "", "most": LISTED}).to_dict("records")
    ]
    if not imports:
        print("Nothing was imported yet.")
        return
    shared.write(pd.DataFrame(imports, columns=list(_COLUMNS), dtype=object), _COLUMNS, "table")


def _kinds(found: Mapping[Hashable, Any]) -> str:
    account = json.loads(found["account"]) if isinstance(found["account"], str) else {}
    return shared.kinds(str(found["kind"]), account.get("form", ""))


def _rows(account: object) -> int | None:
    """How many rows the file had; None where its account does not say."""
    rows = json.loads(str(account)).get("rows") if isinstance(account, str) else None
    return None if rows is None else int(rows)
