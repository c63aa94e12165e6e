"""Days in words, the same on every page."""

from __future__ import annotations

from datetime import date


def day_in_words(day: date) -> str:
    """18 Jan 2010."""
    return f"{day.day} {day:%b %Y}"
