"""A clinic's own settings lie over ours; what is wrong is named by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.settings import load
from data.errors import TroughlineError


def copy(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clinic.toml"
    path.write_text(text)
    return path


def test_ours_have_unit_and_source() -> None:
    for key, value, unit, source in load().items():
        assert unit, key
        assert source, key
        assert value is not None


def test_own_value_lies_over_ours(tmp_path: Path) -> None:
    settings = load(
        copy(tmp_path, "[ca_p]\ncritical = 65\n[trough]\nlevels_are_troughs = { value = false }\n")
    )
    assert settings.value("ca_p.critical") == 65
    assert settings.value("trough.levels_are_troughs") is False
    assert settings.value("ca_p.watch") == 55
    assert settings != load()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[ca_p]\ncritcal = 60\n", "ca_p.critcal"),
        ("[window]\nopens_days = 21.5\n", "window.opens_days"),
        ("[ca_p]\ncritical = 'high'\n", "ca_p.critical"),
        ("[ca_p]\ncritical = -1\n", "ca_p.critical"),
        ("[ca_p]\ncritical = nan\n", "ca_p.critical"),
        ("[ca_p]\ncritical = 50\n", "ca_p.watch"),
        ("[trough]\nlevels_are_troughs = 1\n", "trough.levels_are_troughs"),
        ("[target]\nfirst_low = 12\n", "target.first_low"),
        ("critical = 70\n", "critical"),
        ("[ca_p\n", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(TroughlineError, match=named):
        load(copy(tmp_path, text))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TroughlineError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
