"""The text of HL7 v2: segments from bytes, separators, escapes, and the few data types that results use.

An own strict splitter: one pass, no message model, so a file of many messages is read in step with its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from data.importing.readers.collecting import RefusedError
from data.texts import readers as texts

_CHUNK = 1 << 20
_LONGEST_SEGMENT = 32 << 20  # a report embedded as base64 is long, a file without any line end is not HL7
_LINE_END = re.compile(rb"\r\n|\r|\n")
_SEGMENT = re.compile(rb"^[A-Z][A-Z0-9]{2}(?:[^A-Za-z0-9 ]|$)")
_TIMESTAMP = re.compile(
    r"^(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})?(\d{2})?(?:\.\d{1,4})?)?([+-]\d{4})?$", re.ASCII
)
_ESCAPE_END = 200
_LOINC = re.compile(r"^(\d{1,7})-(\d)$", re.ASCII)

CHARACTER_SETS = {
    "": None,
    "ASCII": "ascii",
    "8859/1": "latin-1",
    "8859/2": "iso8859-2",
    "8859/9": "iso8859-9",
    "8859/15": "iso8859-15",
    "UNICODE": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
}
"""HL7 table 0211, with the spelling that many senders use for UTF-8."""


def segments(file: BinaryIO, continued: list[int]) -> Iterator[tuple[int, bytes]]:
    """(physical line, segment) for CR, LF or CRLF files; a line that begins no segment continues the one before.

    continued: takes the numbers of such lines.
    """
    start, held = 0, b""
    for number, line in enumerate(_lines(file), start=1):
        line = line.strip(b"\x0b\x1c\x00\x1a")  # the marks of a network transmission (MLLP)
        if _SEGMENT.match(line):
            if held:
                yield start, held
            start, held = number, line
        elif line.strip() and held:
            held += b"\n" + line
            continued.append(number)
            if len(held) > _LONGEST_SEGMENT:
                raise RefusedError(texts.SEGMENT_TOO_LONG.format(number=start))
        elif line.strip():
            raise RefusedError(texts.NO_SEGMENT.format(number=number))
    if held:
        yield start, held


def _lines(file: BinaryIO) -> Iterator[bytes]:
    rest: list[bytes] = []
    length = 0
    while chunk := file.read(_CHUNK):
        while chunk.endswith(b"\r") and (more := file.read(1)):
            chunk += more  # never part a CR from its LF
        parts = _LINE_END.split(chunk)
        if len(parts) == 1:
            rest.append(chunk)
            length += len(chunk)
            if length > _LONGEST_SEGMENT:
                raise RefusedError(texts.LINE_TOO_LONG)
            continue
        yield b"".join(rest) + parts[0]
        yield from parts[1:-1]
        rest, length = [parts[-1]], len(parts[-1])
    yield b"".join(rest)


@dataclass(frozen=True, slots=True)
class Separators:
    """The encoding characters that a message declares in MSH-1 and MSH-2."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    sub: str = "&"

    @classmethod
    def of(cls, header: str) -> Separators:
        """From an MSH, FHS or BHS segment; what it leaves out is as usual."""
        field = header[3:4] or "|"
        rest = header[4:].split(field, 1)[0]
        usual = "^~\\&"
        return cls(field, *((rest[i : i + 1] or usual[i]) for i in range(4)))

    def fields(self, segment: str) -> list[str]:
        """Field n at index n; for MSH the field separator itself is MSH-1."""
        parts = segment.split(self.field)
        return [parts[0], self.field, *parts[1:]] if parts[0] in ("MSH", "FHS", "BHS") else parts

    def components(self, field: str) -> list[str]:
        """Components, unescaped, of the first repetition; the HL7 null ("") is empty."""
        return [self.plain(part) for part in field.split(self.repetition)[0].split(self.component)]

    def plain(self, text: str) -> str:
        """Unescaped text without surrounding blanks; the HL7 null ("") is empty."""
        if self.escape in text:
            text = self._unescape(text)
        text = text.strip()
        return "" if text == '""' else text

    def _unescape(self, text: str) -> str:
        meaning = {
            "F": self.field,
            "S": self.component,
            "T": self.sub,
            "R": self.repetition,
            "E": self.escape,
        }
        out: list[str] = []
        position = 0
        while (begin := text.find(self.escape, position)) >= 0:
            out.append(text[position:begin])
            end = text.find(self.escape, begin + 1, begin + _ESCAPE_END)
            code = text[begin + 1 : end] if end > 0 else ""
            if code in meaning:
                out.append(meaning[code])
            elif code in ("H", "N"):
                pass  # highlighting on and off
            elif code.startswith((".br", ".sp", ".ce")):
                out.append("\n")
            elif code.startswith("X") and re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", code[1:]):
                raw = bytes.fromhex(code[1:])
                try:
                    out.append(raw.decode("utf-8"))
                except UnicodeDecodeError:
                    out.append(raw.decode("latin-1"))
            else:  # no escape sequence: the character stands for itself
                out.append(text[begin])
                position = begin + 1
                continue
            position = end + 1
        out.append(text[position:])
        return "".join(out)


def iso_time(text: str) -> str:
    """20260114083000+0100 as 2026-01-14T08:30:00+01:00; a partial or unreadable one as it is, to be rejected."""
    match = _TIMESTAMP.match(text.strip())
    if not match or match[3] is None:
        return text.strip()
    year, month, day, hour, minute, second, offset = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = f"{offset[:3]}:{offset[3:]}" if offset else ""
    return f"{year}-{month}-{day}T{hour}:{minute or '00'}:{second or '00'}{zone}"


def loinc_in(components: list[str]) -> str:
    """The LOINC code among the components of a test, found by its coding system LN or by its check digit."""
    for code, system in ((0, 2), (3, 5)):
        if len(components) > system and components[system].upper() in (
            "LN",
            "LOINC",
            "LNC",
            "2.16.840.1.113883.6.1",
        ):
            return components[code]
    for component in components:
        if is_loinc(component):
            return component
    return ""


def is_loinc(text: str) -> bool:
    """Whether text has the form and the check digit (mod 10) of a LOINC code."""
    match = _LOINC.match(text)
    if not match:
        return False
    total = 0
    for i, digit in enumerate(reversed(match[1])):
        doubled = int(digit) * (2 if i % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return (10 - total % 10) % 10 == int(match[2])
