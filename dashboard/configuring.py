"""Brings the dashboard's Streamlit settings along, wherever the command is started and however it was installed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import config

from data.errors import TroughlineError

SETTINGS = (
    Path(__file__).parent / ".streamlit" / "config.toml"
)  # where `streamlit run dashboard/app.py` looks too


def settings_file() -> Path:
    """The dashboard's own config.toml. Raises TroughlineError when the installation lost it."""
    if SETTINGS.is_file():
        return SETTINGS
    raise TroughlineError("The dashboard's settings file is missing. Install Troughline again.")


_applied = False


def apply(**overrides: Any) -> None:
    """Set every option of our file, then the overrides (server_port=8610); call before the server starts.

    A person who types `streamlit run … --server.address` means it, so an address named that way stays.
    """
    global _applied
    if _applied and not overrides:
        return
    _applied = True
    named_address = (
        config.get_option("server.address")
        if "command-line" in config.get_where_defined("server.address")
        else None
    )
    content = tomllib.loads(settings_file().read_text(encoding="utf-8"))
    for key, value in _flat(content):
        config.set_option(key, value, "Troughline")
    if named_address:
        config.set_option("server.address", named_address, "Troughline")
    for key, value in overrides.items():
        config.set_option(key.replace("_", ".", 1), value, "Troughline")


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
