"""Streamlit's unsafe defaults are closed wherever the command starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from dashboard import configuring
configuring.apply()
from streamlit import config
print(json.dumps({key: config.get_option(key) for key in %r}))
"""
EXPECTED = {
    "server.address": "127.0.0.1",
    "server.maxUploadSize": 200,
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "theme.light.primaryColor": "#005B8F",
    "theme.dark.textColor": "#E8EBEE",
}


@pytest.mark.parametrize("place", ["/", None])
def test_the_settings_hold_wherever_the_command_is_started(tmp_path: Path, place: str | None) -> None:
    hostile = tmp_path / ".streamlit"
    hostile.mkdir()
    (hostile / "config.toml").write_text(
        '[client]\nshowErrorDetails = "full"\n[server]\nmaxUploadSize = 9999\n'
    )
    answer = subprocess.run(
        [sys.executable, "-c", ASK % list(EXPECTED)],
        cwd=place or tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout) == EXPECTED


def test_the_two_copies_of_the_settings_are_one() -> None:
    """Streamlit reads the folder one stands in and the script's; both must bind loopback and look nothing up."""
    import dashboard

    beside = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"
    root = Path(__file__).parents[2] / ".streamlit" / "config.toml"
    assert beside.read_text(encoding="utf-8") == root.read_text(encoding="utf-8")


def test_text_on_its_background_holds_wcag_aa() -> None:
    import tomllib

    from dashboard.configuring import settings_file

    theme = tomllib.loads(settings_file().read_text(encoding="utf-8"))["theme"]
    for name in ("light", "dark"):
        colours = theme[name]
        for background in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
            for text in (colours["textColor"], colours["linkColor"], colours["primaryColor"]):
                assert contrast(text, background) >= 4.5, (name, text, background)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
