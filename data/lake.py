"""Parquet files between clinics and a registry: one file a site, export, table and patient bucket.

A lake is a folder or object store that any number of sites write to. No two sites write one file, and an export counts
from the moment its manifest is there, which is written last: a broken export leaves only files that nobody reads.
Of each site the newest export counts; corrections between sites are settled by the same rules as in a store, in the
order in which the imports came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.errors import TroughlineError
from data.folder import Folder
from data.store import RECORD_TABLES, Store
from data.texts import store as texts

TABLES = tuple(RECORD_TABLES.values())
DEFAULT_BUCKETS = 64
FORMAT = 2
"""Grows when a reader has to know more; 1 had no format and did not say whether its clinic is simulated."""
_ROWS_PER_GROUP = 5_000
"""Few, so that one patient, whose rows lie together, is read from one or two groups of a bucket's file."""


@dataclass(frozen=True)
class Manifest:
    """What one site's export holds; files are paths inside the lake by table and bucket."""

    site: str
    export: str
    exported_at: str
    buckets: int
    time_zone: str
    rows: dict[str, int]
    files: dict[str, dict[str, str]]
    simulated: bool = False
    format: int = 1


def export_lake(
    store: Store, lake: str, *, site: str, exported_at: datetime, buckets: int = DEFAULT_BUCKETS
) -> Manifest:
    """Write every record of the store to the lake; repeating it for an unchanged store rewrites the same files.

    Published case studies stay behind: they are nobody's patients. Raises TroughlineError for a site name that cannot
    name a file, when the lake has another number of buckets, or when it holds a later state of this site.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", site):
        raise TroughlineError(texts.SITE.format(site=site))
    if buckets < 1:
        raise TroughlineError(texts.BUCKETS.format(buckets=buckets))
    folder, export = Folder.open(lake), f"{store.version:012d}"
    for other in newest_manifests(lake):
        _agrees(other, site, export, buckets)
    written: dict[str, dict[str, str]] = {}
    rows: dict[str, int] = {}
    with store.cursor() as cursor:
        cursor.execute("BEGIN")  # one snapshot for all tables
        for table in TABLES:
            written[table], rows[table] = {}, 0
            for bucket, batches, schema in _rows_by_bucket(cursor, table, buckets):
                name = f"records/{table}/bucket={bucket:05d}/{site}-{export}.parquet"
                with (
                    folder.writing(name) as path,
                    pq.ParquetWriter(
                        path, schema, filesystem=folder.filesystem, compression="zstd"
                    ) as writer,
                ):
                    for batch in batches:
                        writer.write_table(batch, row_group_size=_ROWS_PER_GROUP)
                        rows[table] += batch.num_rows
                written[table][str(bucket)] = name
        cursor.execute("ROLLBACK")
    simulated = store.clinic_fact("simulated") == "true"
    manifest = Manifest(
        site, export, exported_at.isoformat(), buckets, store.time_zone.key, rows, written, simulated, FORMAT
    )
    folder.write_json(f"manifests/{site}/{export}.json", asdict(manifest))
    return manifest


def _agrees(other: Manifest, site: str, export: str, buckets: int) -> None:
    if other.buckets != buckets:
        raise TroughlineError(
            texts.OTHER_BUCKETS.format(other=other.buckets, site=other.site, buckets=buckets)
        )
    if other.site == site and other.export > export:
        raise TroughlineError(
            texts.LATER_STATE.format(site=site, other=int(other.export), export=int(export))
        )


def newest_manifests(lake: str) -> list[Manifest]:
    """The newest export of every site, sites in alphabetical order; empty where nothing was exported yet."""
    newest: dict[str, str] = {}
    for name in Folder.open(lake).names("manifests"):
        if name.endswith(".json"):
            site, export = name.removesuffix(".json").split("/")[-2:]
            newest[site] = max(newest.get(site, ""), export)
    return [_manifest(lake, site, export) for site, export in sorted(newest.items())]


@lru_cache(maxsize=8)
def named_manifests(lake: str, exports: tuple[tuple[str, str], ...]) -> list[Manifest]:
    """The exports named as (site, export), whatever came later; kept, because a worker asks once a bucket."""
    return [_manifest(lake, site, export) for site, export in exports]


def exports_of(manifests: list[Manifest]) -> tuple[tuple[str, str], ...]:
    """(site, export) of each, as named_manifests takes them."""
    return tuple((manifest.site, manifest.export) for manifest in manifests)


def _manifest(lake: str, site: str, export: str) -> Manifest:
    content: Mapping[str, Any] | None = Folder.open(lake).read_json(f"manifests/{site}/{export}.json")
    where = texts.EXPORT.format(export=export, site=site)
    if content is None:
        raise TroughlineError(texts.EXPORT_GONE.format(export=where, lake=lake))
    if int(content.get("format", 1)) > FORMAT:
        raise TroughlineError(texts.EXPORT_NEWER.format(export=where))
    known = {field.name: content[field.name] for field in fields(Manifest) if field.name in content}
    try:
        return Manifest(**known)
    except TypeError as error:
        raise TroughlineError(texts.EXPORT_OLDER.format(export=where)) from error


def bucket_of(patient_id: str, buckets: int) -> int:
    """The bucket that holds a patient: the first 32 bits of the id's md5, modulo the number of buckets."""
    return int(hashlib.md5(patient_id.encode(), usedforsecurity=False).hexdigest()[:8], 16) % buckets


def _rows_by_bucket(
    cursor: duckdb.DuckDBPyConnection, table: str, buckets: int
) -> Iterator[tuple[int, list[pa.Table], pa.Schema]]:
    """The rows of one table, bucket after bucket; one bucket at a time is in memory."""
    sql = (files("data") / "sql" / "lake_rows.sql").read_text(encoding="utf-8")
    reader = cursor.execute(sql, {"table": table, "buckets": buckets}).to_arrow_reader(_ROWS_PER_GROUP)
    current: int | None = None
    waiting: list[pa.Table] = []
    for batch in reader:
        piece = pa.Table.from_batches([batch])
        for bucket in pc.unique(piece["bucket"]).to_pylist():
            rows = piece.filter(pc.equal(piece["bucket"], bucket)).drop_columns(["bucket"])
            if current is not None and bucket != current:
                yield current, waiting, rows.schema
                waiting = []
            current = bucket
            waiting.append(rows)
    if current is not None:
        yield current, waiting, waiting[0].schema


def lake_summary(manifests: list[Manifest]) -> dict[str, Any]:
    """Sites, buckets and rows by table of a lake, for messages and the run's record."""
    rows = {table: sum(manifest.rows[table] for manifest in manifests) for table in TABLES}
    return {"sites": {m.site: m.export for m in manifests}, "buckets": manifests[0].buckets, "rows": rows}
