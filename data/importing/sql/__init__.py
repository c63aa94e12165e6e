"""The queries of the import; text(name) reads one."""

from functools import cache
from importlib.resources import files


@cache
def text(name: str) -> str:
    """The SQL of data/importing/sql/<name>.sql."""
    return (files("data.importing.sql") / f"{name}.sql").read_text(encoding="utf-8")
