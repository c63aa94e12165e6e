"""Looks into a zip container before anything unpacks it, so that a small file cannot become a huge one."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from data.importing.readers.collecting import RefusedError
from data.texts import files as texts

MOST_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 400 * 1024 * 1024
MOST_CELLS = 1_000_000
"""A sheet of that many cells does not fit the memory that a child process gets; as CSV it does."""

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_OPENDOCUMENT_CELL = re.compile(rb"<table:table-cell")
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check(file: BinaryIO) -> None:
    """Raise RefusedError for names that lead outside, too many entries, a bomb, a document type, or too many cells."""
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:
        raise RefusedError(texts.NO_DIRECTORY) from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise RefusedError(texts.PARTS.format(parts=f"{len(entries):,}", most=f"{MOST_ENTRIES:,}"))
        for entry in entries:
            name = entry.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or "\x00" in name or name[1:2] == ":":
                raise RefusedError(texts.OUTSIDE)
            if entry.flag_bits & 1:
                raise RefusedError(texts.LOCKED)
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise RefusedError(texts.UNFOLDS.format(most=MOST_UNPACKED_BYTES >> 20))
        _check_parts(archive, entries)
    file.seek(0)


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = cells = 0
    for entry in entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels", ".bin")):
            continue
        tail = b""
        first = True
        try:
            with archive.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += len(chunk)  # the directory's own figure may lie
                    if unpacked > MOST_UNPACKED_BYTES:
                        raise RefusedError(texts.UNFOLDS_FURTHER)
                    if first and _DOCUMENT_TYPE.search(chunk[:65536].replace(b"\x00", b"")):
                        raise RefusedError(texts.ENTITIES)
                    first = False
                    if "worksheets/" in name:
                        cells += len(_CELL.findall(tail + chunk))
                    elif name == "content.xml":
                        cells += len(_OPENDOCUMENT_CELL.findall(tail + chunk))
                    tail = chunk[-2:]
                    if cells >= MOST_CELLS:
                        raise RefusedError(texts.TOO_FULL.format(most=f"{MOST_CELLS:,}"))
        except RefusedError:
            raise
        except Exception as error:
            raise RefusedError(texts.NO_UNPACKING) from error
