"""A text file of any length as UTF-8 in pieces that end where a record ends, so that memory stays bounded."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from data.errors import TroughlineError
from data.texts import files as texts

BLOCK_BYTES = 8 << 20
_LONGEST_LINE = 64 << 20
_LONGEST_RECORD = 60
"""Lines that one quoted record may span (as readers.lines has it)."""
_ASCII = bytes(range(0x80))
_WESTERN = b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf\xe9\xe8\xe0\xe1\xed\xf3\xfa\xf1\xe7\xb5\xb2\xb3\xb0\xea\xe2\xf4\xee\xeb\xef\xc9\xe5\xf8\xe6\xc5\xd8\xc6\xa0\xb1\xba\xaa\xd1\xe3\xf5\xec\xf2\xf9\xfb"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Confirmed = Callable[[bytes], str | None]
"""The encoding that was confirmed before for a file that begins like this one."""


def find_encoding(file: BinaryIO, given: str | None, confirmed: Confirmed) -> tuple[str, list[str]]:
    """(codec, notes). Decided when the whole file leaves no doubt, else asked with --encoding."""
    if given:
        try:
            codecs.lookup(given)
        except LookupError as error:
            raise TroughlineError(texts.NO_ENCODING.format(encoding=given)) from error
        return given, [texts.READ_AS.format(encoding=given)]
    head = file.read(8192)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, [texts.READ_AS.format(encoding=name)]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[first::2][:200].count(0) > min(len(head) // 2, 200) * 0.6:
            return name, [texts.READ_AS.format(encoding=name)]
    if _is_utf8(file):
        return "utf-8", []
    known = confirmed(head)
    if known:
        return known, [texts.READ_AS_BEFORE.format(encoding=known)]
    name = _western(file)
    return name, [texts.READ_AS.format(encoding=name)]


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    carried = False
    try:
        for block in _raw(file):
            if carried or not block.isascii():
                decoder.decode(block)
                carried = bool(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _western(file: BinaryIO) -> str:
    """cp1252 and latin-1 agree on every letter; bytes 80–9F tell them apart. Other code pages are not guessed."""
    high: Counter[int] = Counter()
    for block in _raw(file):
        high.update(block.translate(None, _ASCII))
    letters = sum(count for byte, count in high.items() if byte in _WESTERN)
    control = sum(count for byte, count in high.items() if byte < 0xA0)
    others = sum(count for byte, count in high.items() if byte >= 0xA0) - letters
    if others or control > letters:
        raise TroughlineError(texts.ENCODING_IN_DOUBT)
    return "latin-1" if any(byte in high for byte in b"\x81\x8d\x8f\x90\x9d") else "cp1252"


def records(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 without a mark, cut between records."""
    rest = b""
    for block in _utf8(file, encoding):
        rest = rest + block if rest else block
        end = _end_of_record(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _LONGEST_LINE:
            raise TroughlineError(texts.NO_LINE_END)
    yield rest


def line_ends(content: bytes) -> int:
    """How many physical lines end in content, whichever of CR, LF or both ends them."""
    newlines = content.count(b"\n")
    if b"\r" not in content:  # counting what is not there takes three times as long
        return newlines
    return newlines + content.count(b"\r") - content.count(b"\r\n")


def _raw(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK_BYTES):
        yield block


def _utf8(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    if encoding == "utf-8":  # has been checked
        yield from _raw(file)
        return
    lenient = encoding in (
        "utf-16-le",
        "utf-16-be",
    )  # found without a mark: a broken end is not the user's choice
    decoder = codecs.getincrementaldecoder(encoding)("replace" if lenient else "strict")
    read = 0
    first = True
    try:
        for block in _raw(file):
            text = decoder.decode(block)
            yield (text.removeprefix("\ufeff") if first else text).encode("utf-8", "surrogatepass")
            read, first = read + len(block), False
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise TroughlineError(
            texts.OTHER_ENCODING.format(encoding=encoding, byte=read + error.start)
        ) from error


def _end_of_record(content: bytes) -> int:
    """Where the last whole record ends; 0 when there is no line end. A line end inside quotes ends no record."""
    last = content.rfind(b"\n")
    if last < 0:
        return content.rfind(b"\r", 0, len(content) - 1) + 1
    quotes = content.count(b'"', 0, last)
    end = last
    for _ in range(_LONGEST_RECORD):
        if quotes % 2 == 0:
            return end + 1
        before = content.rfind(b"\n", 0, end)
        if before < 0:
            break
        quotes -= content.count(b'"', before, end)
        end = before
    return last + 1  # a quote that is never closed
