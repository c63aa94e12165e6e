"""Words that every page writes alike: texts from files made harmless, a number with its noun."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text without Markdown meaning: it may quote a file."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#~|$!:" else c for c in text)


def counted(number: int, one: str, several: str) -> str:
    """`1 patient`, `1,200 patients`."""
    return (one if number == 1 else several).format(n=number)
