"""A defect in a page leaves its place in the log, never what it said; a page's own words stay plain."""

from __future__ import annotations

import logging
import sys

import pytest

CANARY = "CANARY-4711"


def failing() -> None:
    raise ValueError(f"cannot convert {CANARY}")


def test_a_defect_is_logged_by_place_alone(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TROUGHLINE_DEBUG", raising=False)
    from dashboard.app import log_defect

    try:
        failing()
    except ValueError as error:
        log_defect(error)
        logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=sys.exc_info())
    out, err = capsys.readouterr()
    assert CANARY not in caplog.text + out + err
    assert "Defect ValueError at test_app.py" in caplog.text


def test_text_from_a_file_has_no_markdown_meaning() -> None:
    from dashboard.wording import plain

    assert plain("**bold** [link](x) <img> :red[x] $a$") == (
        "\\*\\*bold\\*\\* \\[link\\](x) \\<img\\> \\:red\\[x\\] \\$a\\$"
    )
