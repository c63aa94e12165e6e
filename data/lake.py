"""Parquet files between clinics and a registry: one file a site, export, table and patient bucket.

A lake is a folder or object store that any number of sites write to. No two sites write one file, and an export counts
from the moment its manifest is there, which is written last: a broken export leaves only files that nobody reads.
Of each site the newest export counts; corrections between sites are settled by the same rules as in a store, in the
order in which the imports came.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import fs

from data.errors import TroughlineError
from data.store import RECORD_TABLES, Store

TABLES = tuple(RECORD_TABLES.values())
DEFAULT_BUCKETS = 64
_ROWS_PER_GROUP = 50_000


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


def export_lake(
    store: Store, lake: str, *, site: str, exported_at: datetime, buckets: int = DEFAULT_BUCKETS
) -> Manifest:
    """Write every record of the store to the lake; repeating it for an unchanged store rewrites the same files.

    Raises TroughlineError for a site name that cannot name a file, or when the lake has another number of buckets.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", site):
        raise TroughlineError(
            f"Site name {site!r}: expected 1 to 40 letters, digits, - or _, such as north-clinic."
        )
    filesystem, root = _open_lake(lake)
    for other in newest_manifests(lake):
        if other.buckets != buckets:
            raise TroughlineError(
                f"The lake has {other.buckets} buckets (site {other.site}), this export {buckets}. Name --buckets {other.buckets}."
            )
    export = f"{store.version:012d}"
    written: dict[str, dict[str, str]] = {}
    rows: dict[str, int] = {}
    with store.cursor() as cursor:
        cursor.execute("BEGIN")  # one snapshot for all tables
        for table in TABLES:
            written[table], rows[table] = {}, 0
            for bucket, batches, schema in _rows_by_bucket(cursor, table, buckets):
                name = f"records/{table}/bucket={bucket:05d}/{site}-{export}.parquet"
                filesystem.create_dir(f"{root}/{name.rsplit('/', 1)[0]}", recursive=True)
                with pq.ParquetWriter(
                    f"{root}/{name}", schema, filesystem=filesystem, compression="zstd"
                ) as writer:
                    for batch in batches:
                        writer.write_table(batch, row_group_size=_ROWS_PER_GROUP)
                        rows[table] += batch.num_rows
                written[table][str(bucket)] = name
        cursor.execute("ROLLBACK")
    manifest = Manifest(site, export, exported_at.isoformat(), buckets, store.time_zone.key, rows, written)
    filesystem.create_dir(f"{root}/manifests/{site}", recursive=True)
    with filesystem.open_output_stream(f"{root}/manifests/{site}/{export}.json") as stream:
        stream.write(json.dumps(asdict(manifest), sort_keys=True).encode())
    return manifest


def newest_manifests(lake: str) -> list[Manifest]:
    """The newest export of every site, sites in alphabetical order; empty where nothing was exported yet."""
    filesystem, root = _open_lake(lake)
    found = filesystem.get_file_info(
        fs.FileSelector(f"{root}/manifests", recursive=True, allow_not_found=True)
    )
    newest: dict[str, str] = {}
    for entry in found:
        if entry.type == fs.FileType.File and entry.path.endswith(".json"):
            site = entry.path.rsplit("/", 2)[1]
            newest[site] = max(newest.get(site, ""), entry.path)
    manifests = []
    for site in sorted(newest):
        with filesystem.open_input_stream(newest[site]) as stream:
            manifests.append(Manifest(**json.loads(stream.read())))
    return manifests


def bucket_of(patient_id: str, buckets: int) -> int:
    """The bucket that holds a patient: the first 32 bits of the id's md5, modulo the number of buckets."""
    return int(hashlib.md5(patient_id.encode(), usedforsecurity=False).hexdigest()[:8], 16) % buckets


def open_bucket(lake: str, manifests: list[Manifest], bucket: int, *, patient_id: str | None = None) -> Store:
    """One bucket (or one patient of it) of all sites as a store in memory, ready to be evaluated.

    Raises TroughlineError naming the file that cannot be read, or the sites whose clinics keep different time zones.
    """
    zones = {manifest.time_zone for manifest in manifests}
    if len(zones) != 1:
        raise TroughlineError(
            f"The sites of this lake keep different time zones ({', '.join(sorted(zones))}); evaluate them apart."
        )
    filesystem, root = _open_lake(lake)
    tables: dict[str, pa.Table] = {}
    for table in TABLES:
        parts = [
            _read_part(filesystem, root, path, manifest.site, patient_id)
            for manifest in manifests
            if (path := manifest.files[table].get(str(bucket)))
        ]
        if parts:
            tables[table] = pa.concat_tables(parts, promote_options="permissive")
    store = Store.in_memory(zones.pop())
    with store.transaction("registry", "bucket loaded") as cursor:
        _load(cursor, tables)
    return store


def _open_lake(lake: str) -> tuple[fs.FileSystem, str]:
    try:
        filesystem, path = (
            fs.FileSystem.from_uri(lake) if "://" in lake else fs.FileSystem.from_uri(_as_uri(lake))
        )
    except (pa.ArrowInvalid, OSError) as error:
        raise TroughlineError(
            f"{lake}: expected a folder or an address such as s3://bucket/folder."
        ) from error
    return filesystem, path.rstrip("/")


def _as_uri(folder: str) -> str:
    return Path(folder).expanduser().absolute().as_uri()


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


def _read_part(
    filesystem: fs.FileSystem, root: str, path: str, site: str, patient_id: str | None
) -> pa.Table:
    only = None if patient_id is None else [("patient_id", "=", patient_id)]
    try:
        rows = pq.read_table(f"{root}/{path}", filesystem=filesystem, filters=only, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        raise TroughlineError(f"{path} cannot be read: export site {site} again.") from error
    return rows.append_column("came_from", pa.array([site] * rows.num_rows, pa.string()))


def _load(cursor: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    """Number imports and records anew in the order in which they came, so that sites' own numbers never collide."""
    for table, rows in tables.items():
        cursor.register(f"incoming_{table}", rows)
    keys = " UNION ".join(
        f"SELECT imported_at, came_from, import_id, undone_on FROM incoming_{table}" for table in tables
    )
    if not keys:
        return
    cursor.execute(
        f"CREATE TEMP TABLE arrivals AS SELECT *, row_number() OVER (ORDER BY imported_at, came_from, import_id)::INTEGER AS new_id FROM (SELECT DISTINCT * FROM ({keys}))"
    )
    cursor.execute(
        "INSERT INTO imports SELECT new_id, 'registry', 'file', NULL, NULL, imported_at, imported_at::DATE, came_from, true, NULL, NULL FROM arrivals"
    )
    cursor.execute(
        "INSERT INTO import_undos SELECT new_id, undone_on::TIMESTAMP, undone_on, came_from FROM arrivals WHERE undone_on IS NOT NULL"
    )
    for table in tables:
        cursor.execute(
            f"INSERT INTO {table} BY NAME SELECT rows.* EXCLUDE (came_from, imported_at, undone_on) REPLACE ("
            "arrivals.new_id AS import_id, "
            "row_number() OVER (ORDER BY rows.imported_at, rows.came_from, rows.record_id) AS record_id) "
            f"FROM incoming_{table} AS rows JOIN arrivals ON arrivals.came_from = rows.came_from AND arrivals.import_id = rows.import_id "
            "ORDER BY rows.patient_id, record_id"
        )
        cursor.unregister(f"incoming_{table}")
    cursor.execute("DROP TABLE arrivals")


def lake_summary(manifests: list[Manifest]) -> dict[str, Any]:
    """Sites, buckets and rows by table of a lake, for messages and the run's record."""
    rows = {table: sum(manifest.rows[table] for manifest in manifests) for table in TABLES}
    return {"sites": {m.site: m.export for m in manifests}, "buckets": manifests[0].buckets, "rows": rows}
