"""What the clinic has confirmed or taught before: mappings by header, and its own names of tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from data.errors import TroughlineError
from data.importing import sql, vocabulary
from data.importing.raw import RawTable
from data.importing.readers.fingerprint import fingerprint
from data.store import Store, utc_now
from data.texts import entering as texts

if TYPE_CHECKING:
    from data.importing.mapping import Layout
    from data.importing.running import Order


@dataclass(frozen=True)
class Remembered:
    """A reading that was confirmed for files with this header."""

    mapping: dict[str, str]
    date_order: str | None
    decimal: str | None
    encoding: str | None


def recall(store: Store, header: Sequence[str]) -> Remembered | None:
    """The newest confirmed reading for this header."""
    with store.cursor() as cursor:
        row = cursor.execute(sql.text("remembered_mapping"), {"fingerprint": fingerprint(header)}).fetchone()
    return Remembered(json.loads(row[0]), row[1], row[2], row[3]) if row else None


def encodings(store: Store) -> dict[str, str]:
    """Fingerprint of a header -> the encoding that was confirmed for it last."""
    with store.cursor() as cursor:
        return dict(cursor.execute(sql.text("remembered_encodings")).fetchall())


def remember(
    cursor: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], layouts: Sequence[Layout], order: Order
) -> None:
    """Keep what the user said (mapping, date order, decimal sign, encoding) for the next file with this header."""
    said = order.mapping or order.date_order or order.decimal or order.encoding
    if not said or order.source != "file":
        return
    for table, layout in zip(tables, layouts, strict=True):
        if table.kind is None:
            cursor.execute(
                "INSERT INTO remembered_mappings VALUES ($fingerprint, $kind, $mapping, $order, $decimal, $encoding, $at, $who)",
                {
                    "fingerprint": fingerprint(table.header), "kind": layout.kind,
                    "mapping": json.dumps(layout.given, ensure_ascii=False), "order": order.date_order,
                    "decimal": order.decimal, "encoding": order.encoding, "at": utc_now(), "who": order.who,
                },
            )  # fmt: skip


def teach(store: Store, name: str, analyte: str | None, *, who: str) -> None:
    """From now on a test of this name is this analyte (None: forget it again). Files imported before are not touched."""
    if analyte is not None and analyte not in vocabulary.analytes():
        raise TroughlineError(
            texts.NOT_MONITORED.format(analyte=analyte, analytes=", ".join(vocabulary.analytes()))
        )
    if not vocabulary.words(name):
        raise TroughlineError(texts.NO_TEST_NAME)
    with store.transaction(who, texts.TAUGHT) as cursor:
        cursor.execute(
            "INSERT INTO taught_tests VALUES ($name, $analyte, $at, $who)",
            {"name": " ".join(vocabulary.words(name)), "analyte": analyte, "at": utc_now(), "who": who},
        )


def taught(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, ...], str]:
    """The clinic's own synonyms: words of a name -> analyte."""
    return {
        tuple(name.split()): analyte
        for name, analyte in cursor.execute(sql.text("taught_tests")).fetchall()
        if analyte
    }
