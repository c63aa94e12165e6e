"""What a killed import may leave behind, taken away when the store is next opened.

DuckDB 1.5 writes the rows of a long import to the file before the commit. When the process is killed, or the power fails,
in the moment of the commit, those rows can come back at the next start although the commit never ended
(duckdb/duckdb pull request 25931): results of an import that is not on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from data.texts import store as texts


def take_away_unfinished(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[str], now_utc: datetime
) -> None:
    """Delete what these tables hold of an import newer than the newest on record, and say so in the change list."""
    numbers = " UNION ALL ".join(f"SELECT '{table}', max(import_id) FROM {table}" for table in tables)
    row = connection.execute("SELECT coalesce(max(import_id), 0) FROM imports").fetchone()
    assert row is not None
    left = [
        table
        for table, newest in connection.execute(numbers).fetchall()
        if newest is not None and newest > row[0]
    ]
    if not left:
        return
    taken = 0
    connection.execute("BEGIN")
    for table in left:
        gone = connection.execute(f"DELETE FROM {table} WHERE import_id > $newest", {"newest": row[0]})
        taken += gone.fetchall()[0][0]
    connection.execute(
        "INSERT INTO changes SELECT coalesce(max(change_id), 0) + 1, $now, 'troughline', $what FROM changes",
        {"now": now_utc, "what": texts.UNFINISHED.format(rows=taken)},
    )
    connection.execute("COMMIT")
    connection.execute("CHECKPOINT")  # the rows and their deletion leave the log together
