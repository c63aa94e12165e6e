"""The sink into which Spark writes a registry's answers: one Parquet file a bucket, in place as soon as its task is done.

Apart from on_spark, because Spark's workers import it by name and pyspark is an extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, WriterCommitMessage


class AnswerSink(DataSource):
    """`write.format("troughline_answers").save(OUTPUT)`: a task's rows are one bucket in the columns of ANSWER."""

    @classmethod
    def name(cls) -> str:
        return "troughline_answers"

    def writer(self, schema: Any, overwrite: bool) -> DataSourceArrowWriter:
        return _Writer(self.options["path"])


class _Writer(DataSourceArrowWriter):
    def __init__(self, output: str) -> None:
        self.output = output

    def write(self, iterator: Iterator[pa.RecordBatch]) -> WriterCommitMessage:
        from analytics.bucket import ANSWER, put_in_place  # not above: Spark also plans with this class

        batches = list(iterator)
        if batches:
            put_in_place(self.output, pa.Table.from_batches(batches).select(ANSWER.names).cast(ANSWER))
        return WriterCommitMessage()
