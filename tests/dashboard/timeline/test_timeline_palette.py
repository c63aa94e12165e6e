"""Text in every colour of meaning holds WCAG AA on everything it stands on."""

from __future__ import annotations

import pytest

from dashboard.charts import palette
from dashboard.charts.lane_symptoms import fill


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [palette.LIGHT, palette.DARK], ids=lambda t: t.name)
def test_words_are_readable(theme: palette.Theme) -> None:
    texts = [hue.text for hue in theme.lanes.values()] + [s.text for s in theme.severities.values()]
    for colour in (*texts, theme.text, theme.muted, theme.wash_text):
        for ground in (theme.background, theme.wash, theme.panel):
            assert contrast(colour, ground) >= 4.5, (colour, ground)


@pytest.mark.parametrize("theme", [palette.LIGHT, palette.DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("score", [float("nan"), 0, 2, 4, 6, 8, 10])
def test_words_on_symptom_bars_are_readable(theme: palette.Theme, score: float) -> None:
    assert contrast(theme.text, fill(score, theme)) >= 4.5


def test_severity_is_never_hue_alone() -> None:
    looks = palette.LIGHT.severities.values()
    assert len({look.icon for look in looks}) == len(looks)
    assert len({look.word for look in looks}) == len(looks)
