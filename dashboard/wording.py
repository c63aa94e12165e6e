"""Texts from files made harmless, the same on every page."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text without Markdown meaning: it may quote a file."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#~|$!:" else c for c in text)
