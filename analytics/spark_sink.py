"""The sink into which Spark writes a registry's answers: one Parquet file a bucket, in place as soon as its task is done.

Apart from on_spark, because Spark's workers import it by name and pyspark is an extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.datasource import DataSource, DataSourceArrowWriter, WriterCommitMessage


class AnswerSink(DataSource):
    """`write.format("troughline_answers").save(OUTPUT)`: its rows are buckets in the columns of PACKED."""

    @classmethod
    def name(cls) -> str:
        return "troughline_answers"

    def writer(self, schema: Any, overwrite: bool) -> DataSourceArrowWriter:
        return _Writer(self.options["path"])


class _Writer(DataSourceArrowWriter):
    def __init__(self, output: str) -> None:
        self.output = output

    def write(self, iterator: Iterator[pa.RecordBatch]) -> WriterCommitMessage:
        from analytics.answers_file import Packed, put_in_place  # not above: Spark also plans with this class

        for batch in iterator:
            for row in batch.to_pylist():
                put_in_place(self.output, Packed(**row))
        return WriterCommitMessage()
