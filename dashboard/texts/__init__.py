"""Texts that people read, one module a page, so that a translation is possible."""
