"""Looks into a zip container before anything unpacks it, so that a small file cannot become a huge one."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from data.importing.readers.collecting import RefusedError

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
        raise RefusedError("The workbook is damaged: its directory cannot be read. Save it again.") from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise RefusedError(
                f"The workbook holds {len(entries):,} parts; at most {MOST_ENTRIES:,} are read. Save it again."
            )
        for entry in entries:
            name = entry.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or "\x00" in name or name[1:2] == ":":
                raise RefusedError("The workbook holds a part whose name leads outside of it. It is refused.")
            if entry.flag_bits & 1:
                raise RefusedError("The workbook is locked with a password. Save it without.")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise RefusedError(
                f"The workbook unfolds to more than {MOST_UNPACKED_BYTES >> 20} MB and is refused. Save it as CSV."
            )
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
                        raise RefusedError(
                            "The workbook unfolds to far more than it says and is refused. Save it as CSV."
                        )
                    if first and _DOCUMENT_TYPE.search(chunk[:65536].replace(b"\x00", b"")):
                        raise RefusedError(
                            "The workbook declares XML entities or a document type, which no spreadsheet does. It is refused."
                        )
                    first = False
                    if "worksheets/" in name:
                        cells += len(_CELL.findall(tail + chunk))
                    elif name == "content.xml":
                        cells += len(_OPENDOCUMENT_CELL.findall(tail + chunk))
                    tail = chunk[-2:]
                    if cells >= MOST_CELLS:
                        raise RefusedError(
                            f"The workbook has {MOST_CELLS:,} cells or more. Save the sheet as CSV and import that."
                        )
        except RefusedError:
            raise
        except Exception as error:
            raise RefusedError(
                "The workbook is damaged: a part of it cannot be unpacked. Save it again."
            ) from error
