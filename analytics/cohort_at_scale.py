"""Cohort figures of a registry: two small queries over what the buckets wrote, the same text on Spark and on DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Collection

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analytics.lake_output import answers
from analytics.runner import sql
from analytics.texts import asking as texts
from data.errors import TroughlineError
from data.folder import Folder

FIGURES = {
    "burden": pa.schema(
        [
            ("site", pa.string()),
            ("month", pa.date32()),
            ("patients", pa.int64()),
            ("patient_days", pa.int64()),
            ("alerts", pa.int64()),
            ("alerts_per_patient_month", pa.float64()),
        ]
    ),
    "lag_histogram": pa.schema(
        [("site", pa.string()), ("change", pa.string()), ("weeks", pa.int32()), ("onsets", pa.int64())]
    ),
}
COLUMNS = ("about", "site", "month", "alerts", "patients", "patient_days", "change", "lag_days")
"""What the two queries read of the answers."""
_SHARES = ("began", "months", "onset")


def shares(output: str, buckets: Collection[int] | None = None) -> pa.Table:
    """What the buckets (None: every finished one) add to the figures, in COLUMNS."""
    return answers(output, buckets).to_table(columns=list(COLUMNS), filter=ds.field("about").isin(_SHARES))


def with_duckdb(output: str) -> None:
    """Make the figures in this process."""
    rows = shares(output)
    with duckdb.connect(":memory:") as connection:
        connection.register("evaluated", rows)
        write(output, lambda text: connection.execute(text).to_arrow_table())


def write(output: str, query: Callable[[str], pa.Table]) -> None:
    """Run each query and keep its answer as CSV for people and Parquet for programs."""
    folder = Folder.open(output)
    for name, schema in FIGURES.items():
        table = query(sql("registry_queries", name)).cast(schema)
        with folder.writing(f"figures/{name}.parquet") as path:
            pq.write_table(table, path, filesystem=folder.filesystem)
        with folder.writing(f"figures/{name}.csv") as path, folder.filesystem.open_output_stream(path) as out:
            out.write(table.to_pandas().to_csv(index=False).encode("utf-8"))


def made(output: str) -> bool:
    """Whether every figure is there."""
    return {f"figures/{name}.parquet" for name in FIGURES} <= set(Folder.open(output).names("figures"))


def read(output: str, name: str) -> pd.DataFrame:
    """One of FIGURES. Raises TroughlineError while a bucket is missing."""
    folder = Folder.open(output)
    path = f"figures/{name}.parquet"
    if path not in folder.names("figures"):
        raise TroughlineError(texts.NO_FIGURES.format(output=output))
    table = pq.read_table(folder.path(path), filesystem=folder.filesystem, partitioning=None)
    return table.to_pandas()
