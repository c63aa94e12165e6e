"""A page drawn for a test, and what it says."""

from __future__ import annotations

import html
import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboard import state


def app_of(page: object, **session: object) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state[state.READER] = "A. Pharmacist"
    for key, value in session.items():
        app.session_state[key] = value
    return app.run()


def words(app: AppTest) -> str:
    return " ".join(
        str(part.value) for part in [*app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    )


def read_tables(app: AppTest) -> list[pd.DataFrame]:
    """Tables to read (components.read_table), every cell as its text."""
    found = []
    unbroken = re.compile("</?span[^>]*>")
    for block in (str(part.proto.body) for part in app.get("html")):
        head, *rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in block.split("<tr>")[1:]] or [
            []
        ]
        if "tl-read" in block:
            found.append(
                pd.DataFrame(
                    [[html.unescape(unbroken.sub("", cell)) for cell in row] for row in rows], columns=head
                )
            )
    return found


def button(app: AppTest, label: str) -> object:
    return next(found for found in app.button if found.label.startswith(label))


def draw_upload() -> None:
    from dashboard.views.upload import page

    page()


def uploaded(content: bytes, name: str = "results.csv") -> AppTest:
    app = app_of(draw_upload)
    app.file_uploader(key="uploads").set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app
