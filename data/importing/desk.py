"""Where rows are worked on: the record that is written to, and a place beside it for what is only needed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Desk:
    """record: the cursor of the import's transaction. scratch: a cursor of its own, for temp tables.

    Inside a transaction a temp table that was replaced keeps its memory until the end, which a long file would not survive.
    """

    record: duckdb.DuckDBPyConnection
    scratch: duckdb.DuckDBPyConnection

    @classmethod
    @contextmanager
    def beside(cls, record: duckdb.DuckDBPyConnection) -> Iterator[Desk]:
        """A desk for one table; its temp tables are gone afterwards."""
        with record.cursor() as scratch:
            yield cls(record, scratch)
