"""What every printed page shares: paper, fonts that come with pip alone, the foot with patient and page number.

Fonts: DejaVu Sans travels inside matplotlib and has the arrows and signs that PDF's built-in fonts lack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import SimpleDocTemplate

from dashboard.charts.palette import LIGHT
from dashboard.texts import reports as texts

MARGIN = 15 * mm
WIDTH, HEIGHT = A4
INNER = WIDTH - 2 * MARGIN
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"


@cache
def register_fonts() -> None:
    """Make the fonts known to reportlab, once a process."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont(REGULAR, folder / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, folder / "DejaVuSans-Bold.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def styles() -> dict[str, ParagraphStyle]:
    """title, head, text, small, muted."""
    register_fonts()

    def style(name: str, size: float, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            **(
                {"fontName": REGULAR, "fontSize": size, "leading": size * 1.35, "textColor": LIGHT.text}
                | more
            ),
        )

    return {
        "title": style("title", 14, fontName=BOLD, spaceAfter=4),
        "head": style("head", 9.5, fontName=BOLD, spaceBefore=7, spaceAfter=2),
        "text": style("text", 8.5),
        "small": style("small", 7.5),
        "muted": style("muted", 7.5, textColor=LIGHT.muted),
    }


def build(story: Sequence[Any], *, title: str, foot: Callable[[], str] | str, simulated: bool) -> bytes:
    """The finished PDF. foot stands on every page, with its number; simulated data say so on every page."""
    register_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN + 5 * mm,
        title=title, author=texts.AUTHOR,
    )  # fmt: skip

    def furnish(canvas: Any, page: Any) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(LIGHT.muted)
        words = foot if isinstance(foot, str) else foot()
        words = texts.SIMULATED_FOOT.format(foot=words) if simulated else words
        canvas.drawString(MARGIN, MARGIN - 2 * mm, words)
        canvas.drawRightString(WIDTH - MARGIN, MARGIN - 2 * mm, texts.PAGE.format(n=page.page))
        canvas.restoreState()

    document.build(list(story), onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()
