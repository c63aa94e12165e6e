"""From a file to raw tables: what it is by content, and the reader of that format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.progress import Progress
from data.importing.raw import RawTable
from data.importing.readers import profiles, sniffing
from data.texts import files as texts

LONG_BYTES = 80 << 20
"""A longer table is gone through twice instead of being held in memory."""


@contextmanager
def opened(
    path: Path,
    zone: ZoneInfo,
    *,
    encoding: str | None = None,
    mapped: bool = False,
    references: Callable[[], Mapping[str, str]] | None = None,
    encodings: Mapping[str, str] | None = None,
    long_text: bool = False,
    progress: Progress | None = None,
) -> Iterator[list[RawTable]]:
    """The tables in a file. Known research tables come under native names unless a mapping was given (mapped).

    references: which patient a FHIR reference means, from earlier files; asked only for FHIR.
    encodings: fingerprint of a header -> the encoding that was confirmed for it.
    long_text: a table of text may be of any length. Of text only the first piece is handed over, see RawTable.anew: its
    reader works on meanwhile, and ends with this block.

    Raises TroughlineError when the file is none that is read, is damaged, or needs --encoding.
    """
    form = sniffing.sniff(path, long_text=long_text)
    options: dict[str, object] = {"encoding": encoding}
    if form == sniffing.TEXT:
        options["encodings"] = dict(encodings or {})
        cap = None if long_text else sniffing.SIZE_CAP_BYTES

        def from_the_start() -> Generator[RawTable, None, None]:
            for piece in sandbox.pieces(path, options, cap_bytes=cap):
                yield piece if mapped else _native(piece, zone)

        with closing(from_the_start()) as pieces:
            is_long = path.stat().st_size > LONG_BYTES
            yield [_first_of_long(path, pieces, from_the_start) if is_long else _first_of_short(pieces)]
        return
    options["time_zone"] = str(zone)
    if form == sniffing.FHIR and references is not None:
        options["patients"] = dict(references())
    tables = sandbox.read(path, form, options, progress)
    yield [table if mapped else _native(table, zone) for table in tables]


def _first_of_short(pieces: Iterator[RawTable]) -> RawTable:
    """The first piece; the others are kept as they come, for the second time that the file is gone through."""
    kept = [next(pieces)]

    def anew() -> Generator[RawTable, None, None]:
        yield from kept
        for piece in pieces:
            kept.append(piece)
            sandbox.check_total(sum(one.rows.nbytes for one in kept))
            yield piece

    first = replace(kept[0])
    first.anew = anew
    return first


def _first_of_long(
    path: Path, pieces: Generator[RawTable, None, None], from_the_start: Callable[[], Iterator[RawTable]]
) -> RawTable:
    """The first piece; the file must stay as it is while it is gone through."""
    stamp = path.stat()

    def anew() -> Generator[RawTable, None, None]:
        yield from from_the_start()
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) != (stamp.st_size, stamp.st_mtime_ns):
            raise TroughlineError(texts.CHANGED)

    first = next(pieces)
    pieces.close()
    first.anew = anew
    return first


def _native(table: RawTable, zone: ZoneInfo) -> RawTable:
    if table.kind is not None:
        return table
    profile = profiles.recognise(table.header)
    return replace(profiles.to_native(table, profile, zone), sheet=table.sheet) if profile else table


def sha256(path: Path) -> str:
    """The file's fingerprint, for the record of the import."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
