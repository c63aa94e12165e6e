"""One bucket of a lake, or one patient of it, as a store in memory: what the rules and the pages work on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import TroughlineError
from data.folder import Folder
from data.lake import TABLES, Manifest, bucket_of
from data.store import Store

READ_ONLY = "This is a registry, read only: entries are made where the patient is treated."
_READERS = 8
"""So many files are asked for at once; most of the time of an object store is waiting."""


def open_buckets(
    lake: str, manifests: list[Manifest], buckets: Sequence[int], *, threads: int | None = None
) -> Store:
    """Some buckets of all sites as a store in memory, ready to be evaluated.

    Raises TroughlineError naming the file that cannot be read, or the sites whose clinics keep different time zones.
    """
    store = empty(manifests, threads=threads)
    _fill(store, lake, manifests, buckets, None)
    return store


def open_patient(lake: str, manifests: list[Manifest], patient_id: str) -> Store:
    """Everything on record about one patient as a store in memory that takes no entries; perhaps it is nothing."""
    store = empty(manifests, name=f"{lake}#{patient_id}", threads=1)  # fifty rows: more would only wait
    _fill(store, lake, manifests, [bucket_of(patient_id, manifests[0].buckets)], patient_id)
    store.close_for_writing(READ_ONLY)
    return store


def empty(manifests: list[Manifest], *, name: str = ":memory:", threads: int | None = None) -> Store:
    """A store in memory in the sites' time zone. Raises TroughlineError where they keep different ones."""
    zones = {manifest.time_zone for manifest in manifests}
    if len(zones) != 1:
        raise TroughlineError(
            f"The sites of this lake keep different time zones ({', '.join(sorted(zones))}); evaluate them apart."
        )
    return Store.in_memory(zones.pop(), name=name, threads=threads)


def _fill(
    store: Store, lake: str, manifests: list[Manifest], buckets: Sequence[int], patient_id: str | None
) -> None:
    folder = Folder.open(lake)
    wanted = [
        (table, path, manifest.site)
        for table in TABLES
        for manifest in manifests
        for bucket in buckets
        if (path := manifest.files[table].get(str(bucket)))
    ]
    parts: dict[str, list[pa.Table]] = {}
    with ThreadPoolExecutor(_READERS) as pool:
        read = pool.map(lambda one: _read_part(folder, one[1], one[2], patient_id), wanted)
        for (table, _, _), rows in zip(wanted, read, strict=True):
            parts.setdefault(table, []).append(rows)
    tables = {name: pa.concat_tables(rows, promote_options="permissive") for name, rows in parts.items()}
    with store.transaction("registry", "bucket loaded") as cursor:
        _load(cursor, tables)


def _read_part(folder: Folder, path: str, site: str, patient_id: str | None) -> pa.Table:
    only = None if patient_id is None else [("patient_id", "=", patient_id)]
    try:
        rows = pq.read_table(
            folder.path(path),
            filesystem=folder.filesystem,
            filters=only,
            partitioning=None,
            use_threads=False,
        )
    except (pa.ArrowException, OSError) as error:
        raise TroughlineError(f"{path} cannot be read: export site {site} again.") from error
    return rows.append_column("came_from", pa.array([site] * rows.num_rows, pa.string()))


def _load(cursor: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table]) -> None:
    """Number imports and records anew in the order in which they came, so that sites' own numbers never collide."""
    if not tables:
        return
    for table in tables:
        cursor.register(f"incoming_{table}", tables[table])
    keys = " UNION ".join(
        f"SELECT imported_at, came_from, import_id, undone_on FROM incoming_{table}" for table in tables
    )
    cursor.execute(f"CREATE TEMP TABLE arrived AS {keys}")
    for name in ("lake_arrivals", "lake_imports", "lake_undos"):
        cursor.execute((files("data") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
    records = (files("data") / "sql" / "lake_records.sql").read_text(encoding="utf-8")
    for table in tables:
        cursor.execute(records.replace("$table", table))
        cursor.unregister(f"incoming_{table}")
    cursor.execute("DROP TABLE arrivals")
    cursor.execute("DROP TABLE arrived")
