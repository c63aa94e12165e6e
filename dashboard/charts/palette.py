"""Colours with one meaning each: one hue a lane, icon + word + hue a severity, in a light and a dark theme.

Hues come from colour-blind-safe sets (Okabe-Ito, Tol). The plain hue is for marks; text in a lane's colour takes the
darker (light theme) or lighter (dark theme) shade, which holds WCAG AA (4.5 : 1) on the page and on the window's wash;
tests/dashboard/test_timeline_palette.py measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.texts import keys

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Hue:
    """One colour of meaning: mark for lines and points, text for words and numbers, in the chosen theme."""

    mark: str
    text: str


@dataclass(frozen=True)
class Severity:
    """How a severity shows: never by hue alone."""

    icon: str
    word: str
    mark: str
    text: str

    @property
    def label(self) -> str:
        """Icon and word, such as '◆ critical'."""
        return f"{self.icon} {self.word}"


@dataclass(frozen=True, eq=False)  # two of them exist, LIGHT and DARK
class Theme:
    """All colours of one theme."""

    name: ThemeName
    background: str
    panel: str
    text: str
    muted: str
    grid: str
    rule: str
    wash: str
    wash_text: str
    lanes: dict[str, Hue]
    severities: dict[str, Severity]

    def lane(self, name: str) -> Hue:
        """The hue of a lane; lanes without one of their own take the quiet hue of other drugs."""
        return self.lanes.get(name, self.lanes["other"])

    def severity(self, name: str) -> Severity:
        """The look of a severity, or of the answer cannot_tell."""
        return self.severities.get(name, self.severities["information"])


# lane or drug class: mark light, text light, mark dark, text dark
_LANES = {
    "level": ("#0072B2", "#005B8F", "#3D9FDB", "#7CC0EE"),
    "dose": ("#56B4E9", "#1B638F", "#56B4E9", "#8ACCF2"),
    "ca_p": ("#D55E00", "#9E4500", "#E8742A", "#FF9E5E"),
    "calcium": ("#B8860B", "#7A5800", "#D6A93A", "#E6BE5C"),
    "phosphorus": ("#8C564B", "#74443A", "#BC8578", "#D9A99E"),
    "pth": ("#117733", "#0E602A", "#3FA864", "#74CF94"),
    "alp": ("#AA4499", "#8A327B", "#CC6FBD", "#E0A0D6"),
    "creatinine": ("#5B6B7A", "#4A5866", "#93A3B3", "#B3C0CC"),
    "symptom": ("#E69F00", "#825200", "#E69F00", "#F5BE4B"),
    "event": ("#1F2933", "#1F2933", "#E4E8EC", "#E4E8EC"),
    "steroid": ("#6B6B6B", "#4F4F4F", "#A6A6A6", "#C4C4C4"),
    "antimetabolite": ("#8896AE", "#4C5A73", "#7F8FAB", "#B4C0D6"),
    "mtor": ("#664A94", "#5A3F86", "#9D82CC", "#C2AEE6"),
    "cni": ("#56B4E9", "#1B638F", "#56B4E9", "#8ACCF2"),
    "interacting": ("#999933", "#5F5F14", "#B8B84A", "#D2D277"),
    "other": ("#8A8F94", "#585E64", "#8A929A", "#B4BBC2"),
}
# severity: icon, word, mark light, text light, mark dark, text dark
_SEVERITIES = {
    "critical": ("◆", "#B3261E", "#A3211A", "#F2665E", "#FF8E86"),
    "warning": ("▲", "#D55E00", "#9E4500", "#E8742A", "#FF9E5E"),
    "watch": ("●", "#0072B2", "#005B8F", "#3D9FDB", "#7CC0EE"),
    "information": ("○", "#6B7680", "#4F5963", "#93A3B3", "#B3C0CC"),
    "data_quality": ("≠", "#664A94", "#5A3F86", "#9D82CC", "#C2AEE6"),
    "cannot_tell": ("?", "#6B7680", "#4F5963", "#93A3B3", "#B3C0CC"),
    "clear": ("✓", "#117733", "#0E602A", "#3FA864", "#74CF94"),
}
SEVERITY_DEEPENS = ("#F3CFA6", "#EDB47C", "#E69F4C", "#E08A3A", "#DC7420")
"""Symptom bars from score 0-2 to 9-10: Okabe-Ito orange deepening towards vermilion, as far as dark words on it stay readable."""


def _theme(name: ThemeName, page: dict[str, str]) -> Theme:
    shift = 0 if name == "light" else 2
    return Theme(
        name=name,
        lanes={lane: Hue(hues[shift], hues[shift + 1]) for lane, hues in _LANES.items()},
        severities={
            key: Severity(icon, keys.SEVERITIES[key], *hues[shift : shift + 2])
            for key, (icon, *hues) in _SEVERITIES.items()
        },
        **page,
    )


LIGHT = _theme(
    "light",
    {
        "background": "#FFFFFF",
        "panel": "#F5F7F9",
        "text": "#1F2933",
        "muted": "#5F6B76",
        "grid": "#E6E9EC",
        "rule": "#5B6670",
        "wash": "#FCF6E8",
        "wash_text": "#7A5800",
    },
)
DARK = _theme(
    "dark",
    {
        "background": "#0E1117",
        "panel": "#1A1F27",
        "text": "#E8EBEE",
        "muted": "#A3ADB7",
        "grid": "#262C35",
        "rule": "#8A95A0",
        "wash": "#1E1B13",
        "wash_text": "#E0BD66",
    },
)


def theme(name: str | None) -> Theme:
    """The theme of that name; anything but 'dark' is light."""
    return DARK if name == "dark" else LIGHT


def symptom_fill(severity: float | None) -> str:
    """Fill of a symptom bar: deeper with the score (0-10); unknown takes the lightest."""
    if severity is None or severity != severity:
        return SEVERITY_DEEPENS[0]
    return SEVERITY_DEEPENS[min(4, max(0, int((severity - 0.01) // 2)))]
