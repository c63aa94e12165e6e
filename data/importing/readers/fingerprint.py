"""Files with the same header, in the same order, are read the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def fingerprint(header: Sequence[str]) -> str:
    """SHA-256 of a header, for what was confirmed about files that have it."""
    return hashlib.sha256("\x1f".join(name.strip() for name in header).encode("utf-8", "replace")).hexdigest()
