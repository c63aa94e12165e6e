"""The console command run in this process."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dashboard import cli


class Command:
    """Runs the command in this process on one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self.capsys = capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        status = cli.main([*map(str, words), "--store", str(self.store)])
        out, err = self.capsys.readouterr()
        return status, out, err

    def rows(self, *words: str | Path) -> list[dict[str, str]]:
        status, out, err = self(*words, "--format", "csv")
        assert status == 0, err
        return list(csv.DictReader(io.StringIO(out)))
