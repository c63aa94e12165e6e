"""What a file is, by its first bytes: a program called results.csv is still a program. A name only says what a damaged one was."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from data.errors import TroughlineError
from data.texts import files as texts

TEXT, WORKBOOK, HL7, FHIR = "text", "workbook", "hl7", "fhir"

SIZE_CAP_BYTES = 200 * 1024 * 1024
"""A larger upload is refused unread."""

_REFUSED_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", texts.PDF),
    (b"PAR1", texts.PARQUET),
    (b"ARROW1", texts.ARROW),
    (b"\x7fELF", texts.PROGRAM),
    (b"MZ", texts.PROGRAM),
    (b"\xcf\xfa\xed\xfe", texts.PROGRAM),
    (b"\xce\xfa\xed\xfe", texts.PROGRAM),
    (b"\xca\xfe\xba\xbe", texts.PROGRAM),
    (b"#!", texts.PROGRAM),
    (b"\x1f\x8b", texts.COMPRESSED),
    (b"BZh", texts.COMPRESSED),
    (b"\xfd7zXZ\x00", texts.COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", texts.COMPRESSED),
    (b"Rar!", texts.COMPRESSED),
    (b"\x28\xb5\x2f\xfd", texts.COMPRESSED),
    (b"SQLite format 3\x00", texts.DATABASE),
    (b"\x89PNG", texts.PICTURE),
    (b"\xff\xd8\xff", texts.PICTURE),
    (b"GIF8", texts.PICTURE),
    (b"{\\rtf", texts.DOCUMENT),
)
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def sniff(path: str | Path, *, long_text: bool = False) -> str:
    """One of text, workbook, hl7, fhir, from the content alone.

    long_text: a table of text may be of any length. Raises TroughlineError, naming what the file is, when it is none of
    them, empty, or over the size cap.
    """
    path = Path(path)
    size = path.stat().st_size
    too_long = TroughlineError(
        texts.TOO_LONG.format(size=f"{size / 2**20:.0f}", most=SIZE_CAP_BYTES // 2**20)
    )
    if size > SIZE_CAP_BYTES and not long_text:
        raise too_long
    with path.open("rb") as file:
        head = file.read(8192)
        form = _sniff_head(head, file, path.suffix.casefold() in _WORKBOOKS)
    if size > SIZE_CAP_BYTES and form != TEXT:
        raise too_long
    return form


def _sniff_head(head: bytes, file: io.BufferedReader, is_called_workbook: bool) -> str:
    if not head.strip():
        raise TroughlineError(texts.EMPTY_FILE.format(expected=texts.EXPECTED))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(file, is_called_workbook)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return WORKBOOK  # the old Excel container; a Word document in it is refused by the workbook reader
    for start, what in _REFUSED_STARTS:
        # "MZ" alone may begin a header such as MZ_ID: a program has zero bytes soon after
        if head.startswith(start) and (start != b"MZ" or b"\x00" in head[:64]):
            raise _refusal(what)
    if head[8:12] == b"DUCK":
        raise _refusal(texts.DATABASE)
    if head.startswith(_UTF16):
        decoded = head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff")
        start = decoded[:200].encode("utf-8", "replace").lstrip()
    else:
        # UTF-16 without its mark has every second byte zero; other zero bytes belong to no text
        zeros = head.count(b"\x00")
        if is_called_workbook and _CONTROLS.search(head):  # laboratories call tables of text .xls, too
            raise TroughlineError(texts.DAMAGED_WORKBOOK)
        if zeros > len(head) * 0.1 and not _every_second_zero(head):
            raise _refusal(texts.NOT_TEXT)
        start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")[:400].lstrip(b" \t\r\n\x0b\x1c")
    # FHS|^~\& begins a batch; a table whose first column is called MSH;... has no encoding characters after it
    if start[:3] in (b"MSH", b"FHS", b"BHS") and (b"^" in start[3:9] or b"\\" in start[3:9]):
        return HL7
    if start.startswith(b"{"):
        return FHIR
    if start.startswith((b"<?xml", b"<!", b"<html", b"<HTML", b"<Bundle", b"<ClinicalDocument")):
        raise _refusal(texts.WEB_PAGE)
    return TEXT


def _sniff_zip(file: io.BufferedReader, is_called_workbook: bool) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except Exception as error:  # a damaged directory raises many kinds
        if is_called_workbook:
            raise TroughlineError(texts.DAMAGED_WORKBOOK) from error
        raise TroughlineError(texts.DAMAGED_ZIP.format(expected=texts.EXPECTED)) from error
    if any(n.startswith("xl/") for n in names) or ("content.xml" in names and "mimetype" in names):
        return WORKBOOK
    raise TroughlineError(texts.ZIP)


def _every_second_zero(head: bytes) -> bool:
    even, odd = head[::2], head[1::2]
    return even.count(0) > 0.7 * len(even) or odd.count(0) > 0.7 * len(odd)


def _refusal(what: str) -> TroughlineError:
    return TroughlineError(texts.OTHER_CONTENT.format(what=what, expected=texts.EXPECTED))
