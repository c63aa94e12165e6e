"""Days in words, and texts from files made harmless, the same on every page."""

from __future__ import annotations

from datetime import date


def day_in_words(day: date) -> str:
    """18 Jan 2010."""
    return f"{day.day} {day:%b %Y}"


def plain(text: str) -> str:
    """The text without Markdown meaning: it may quote a file."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#~|$!:" else c for c in text)
