"""The gated application: Streamlit's pages behind one door. Served by `troughline serve` or `streamlit run`."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config

from dashboard import configuring, serving, state, warming
from dashboard.components import long_work, uploaded
from dashboard.gate import Gate
from dashboard.texts import frame

_log = logging.getLogger("troughline")


async def healthz(_: Request) -> PlainTextResponse:
    """Whether the process answers; says nothing else."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Hold the store open while the server runs, so that a second process is told so."""
    if state.registry() is None:
        state.open_store()
        uploaded.clear_leftovers()  # a registry takes no uploads
    if os.environ.get("TROUGHLINE_ANNOUNCED") != "command":
        serving.announce()
    try:
        with serving.watching():
            warming.begin()
            yield
    finally:
        long_work.end_all()
        state.close_store()


def log_defect(error: Exception) -> bool:
    """Log where a defect happened, never what it said: its text may hold a patient's values."""
    places = [
        f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)
    ]
    _log.error("Defect %s at %s", type(error).__name__, " < ".join(reversed(places[-4:])))
    st.error(frame.PAGE_FAILED)
    return True


class WithoutValues(logging.Filter):
    """Keeps the text of an error out of the log; TROUGHLINE_DEBUG=1 shows it, for made-up data only."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop Streamlit's own report of an error, which log_defect has made without values."""
        return not record.exc_info or os.environ.get("TROUGHLINE_DEBUG") == "1"


configuring.apply()
logging.getLogger("streamlit.error_util").addFilter(WithoutValues())
app = st.App(
    Path(__file__).with_name("frame.py"),
    middleware=[
        Middleware(
            Gate,
            hosts=serving.allowed_hosts,
            upload_limit_bytes=lambda: int(config.get_option("server.maxUploadSize")) * 1024 * 1024,
        )
    ],
    routes=[Route("/healthz", healthz)],
    lifespan=lifespan,
    on_script_error=log_defect,
)
