"""The browser fetches the chart library while the list is read: else the first patient opened waits for it."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

_UNSEEN = "<style>.st-key-charts_ahead{display:none}</style>"


def fetch() -> None:
    """Draw a chart of nothing where nobody sees it."""
    with st.container(key="charts_ahead"):
        st.html(_UNSEEN)
        st.plotly_chart(_nothing(), key="chart_of_nothing")


@cache
def _nothing() -> Any:
    import plotly.graph_objects as go

    return go.Figure()
