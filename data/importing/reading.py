"""From a file to raw tables: what it is by content, and the reader of that format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.progress import Progress
from data.importing.raw import RawTable
from data.importing.readers import profiles, sniffing

LONG_BYTES = 80 << 20
"""A longer table is gone through twice instead of being held in memory."""


def read(
    path: Path,
    zone: ZoneInfo,
    *,
    encoding: str | None = None,
    mapped: bool = False,
    references: Callable[[], Mapping[str, str]] | None = None,
    encodings: Mapping[str, str] | None = None,
    long_text: bool = False,
    progress: Progress | None = None,
) -> list[RawTable]:
    """The tables in a file. Known research tables come under native names unless a mapping was given (mapped).

    references: which patient a FHIR reference means, from earlier files; asked only for FHIR.
    encodings: fingerprint of a header -> the encoding that was confirmed for it.
    long_text: a table of text may be of any length. Of a long one only the first piece is handed over, see RawTable.anew.

    Raises TroughlineError when the file is none that is read, is damaged, or needs --encoding.
    """
    form = sniffing.sniff(path, long_text=long_text)
    options: dict[str, object] = {"encoding": encoding}
    if form == sniffing.TEXT:
        options["encodings"] = dict(encodings or {})
        if path.stat().st_size > LONG_BYTES:
            return [_first_of_long(path, options, mapped, zone, long_text)]
    else:
        options["time_zone"] = str(zone)
    if form == sniffing.FHIR and references is not None:
        options["patients"] = dict(references())
    tables = sandbox.read(path, form, options, progress)
    return [table if mapped else _native(table, zone) for table in tables]


def _first_of_long(
    path: Path, options: Mapping[str, object], mapped: bool, zone: ZoneInfo, long_text: bool
) -> RawTable:
    """The first piece; the file must stay as it is while it is gone through."""
    stamp = path.stat()

    def anew() -> Generator[RawTable, None, None]:
        cap = None if long_text else sniffing.SIZE_CAP_BYTES
        for piece in sandbox.pieces(path, options, cap_bytes=cap):
            yield piece if mapped else _native(piece, zone)
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) != (stamp.st_size, stamp.st_mtime_ns):
            raise TroughlineError("The file was changed while it was read: nothing of it is stored.")

    pieces = anew()
    first = next(pieces)
    pieces.close()
    first.anew = anew
    return first


def _native(table: RawTable, zone: ZoneInfo) -> RawTable:
    if table.kind is not None:
        return table
    profile = profiles.recognise(table.header)
    return profiles.to_native(table, profile, zone) if profile else table


def sha256(path: Path) -> str:
    """The file's fingerprint, for the record of the import."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
