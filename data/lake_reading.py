"""One bucket of a lake, or one patient of it, as a store in memory: what the rules and the pages work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from data.errors import TroughlineError
from data.folder import Folder
from data.lake import TABLES, Manifest, bucket_of
from data.store import Store
from data.texts import store as texts

_READERS = 8
"""So many files are asked for at once; most of the time of an object store is waiting."""


def open_buckets(
    lake: str, manifests: list[Manifest], buckets: Sequence[int], *, threads: int | None = None
) -> Store:
    """Some buckets of all sites as a store in memory, ready to be evaluated.

    Raises TroughlineError naming the file that cannot be read, or the sites whose clinics keep different time zones.
    """
    store = empty(manifests, threads=threads)
    _fill(store, read_rows(lake, manifests, buckets))
    return store


def open_patient(lake: str, manifests: list[Manifest], patient_id: str) -> Store:
    """Everything on record about one patient as a store in memory that takes no entries; perhaps it is nothing."""
    store = empty(manifests, name=f"{lake}#{patient_id}", threads=1)  # fifty rows: more would only wait
    _fill(store, read_rows(lake, manifests, [bucket_of(patient_id, manifests[0].buckets)], patient_id))
    store.close_for_writing(texts.READ_ONLY)
    return store


def empty(manifests: list[Manifest], *, name: str = ":memory:", threads: int | None = None) -> Store:
    """A store in memory in the sites' time zone. Raises TroughlineError where they keep different ones."""
    return Store.in_memory(time_zone(manifests), name=name, threads=threads)


def time_zone(manifests: list[Manifest]) -> str:
    """The sites' time zone. Raises TroughlineError where they keep different ones."""
    zones = {manifest.time_zone for manifest in manifests}
    if len(zones) != 1:
        raise TroughlineError(texts.TIME_ZONES.format(zones=", ".join(sorted(zones))))
    return zones.pop()


def read_rows(
    lake: str,
    manifests: list[Manifest],
    buckets: Sequence[int],
    patient_id: str | None = None,
    *,
    without: Sequence[str] = (),
) -> dict[str, pa.Table]:
    """Some buckets of all sites as the sites wrote them, by table; of one patient only, when named.

    without: columns that are not read.

    Raises TroughlineError naming the file that cannot be read.
    """
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
        read = pool.map(lambda one: _read_part(folder, one[1], one[2], patient_id, without), wanted)
        for (table, _, _), rows in zip(wanted, read, strict=True):
            parts.setdefault(table, []).append(rows)
    return {name: pa.concat_tables(rows, promote_options="permissive") for name, rows in parts.items()}


def _fill(store: Store, rows: dict[str, pa.Table]) -> None:
    with store.transaction("registry", "bucket loaded") as cursor, arrived(cursor, rows) as numbered:
        for table, select in numbered.items():
            cursor.execute(f"INSERT INTO {table} BY NAME {select} ORDER BY patient_id, record_id")


def _read_part(
    folder: Folder, path: str, site: str, patient_id: str | None, without: Sequence[str]
) -> pa.Table:
    only = None if patient_id is None else ds.field("patient_id") == patient_id
    try:
        file = ds.dataset(
            folder.path(path), filesystem=folder.filesystem, format="parquet", partitioning=None
        )
        columns = [name for name in file.schema.names if name not in without]
        rows = file.to_table(columns, filter=only, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise TroughlineError(texts.PART_NOT_READ.format(path=path, site=site)) from error
    return rows.append_column("came_from", pa.array([site] * rows.num_rows, pa.string()))


@contextmanager
def arrived(cursor: duckdb.DuckDBPyConnection, rows: dict[str, pa.Table]) -> Iterator[dict[str, str]]:
    """Enter the imports of these rows and what was taken back; yields table → SELECT of its rows.

    Imports are numbered anew, and records where several sites gave their own numbers.

    To be used inside a transaction; the SELECTs hold while it lasts.
    """
    if not rows:
        yield {}
        return
    for table in rows:
        cursor.register(f"incoming_{table}", rows[table])
    keys = " UNION ".join(
        f"SELECT imported_at, came_from, import_id, undone_on FROM incoming_{table}" for table in rows
    )
    cursor.execute(f"CREATE TEMP TABLE arrived AS {keys}")
    for name in ("lake_arrivals", "lake_imports", "lake_undos"):
        cursor.execute(_sql(name))
    number = (
        "rows.record_id"
        if len(sites_of(rows)) == 1
        else "row_number() OVER (ORDER BY arrivals.new_id, rows.record_id)"
    )
    yield {table: _sql("lake_numbered").replace("$table", table).replace("$number", number) for table in rows}
    for table in rows:
        cursor.unregister(f"incoming_{table}")
    cursor.execute("DROP TABLE arrivals")
    cursor.execute("DROP TABLE arrived")


def sites_of(rows: dict[str, pa.Table]) -> set[str]:
    """The sites that rows of read_rows came from."""
    return {site for table in rows.values() for site in table["came_from"].unique().to_pylist()}


def _sql(name: str) -> str:
    return (files("data") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
