"""How dates are written where a browser writes them itself: axes and hovers of Plotly, columns and pickers of Streamlit.

Dates in words are written by analytics/texts/days.py, the sentences of the rules among them: the names of the months
stand there. Plotly and Streamlit write `%b` and `MMM` in English; a translation takes figures here: `%m.%Y`, `D.M.YYYY`.
"""

AXIS_MONTH = "%b %y"
HOVER_MONTH, HOVER_DAY = "%b %Y", "%-d %b %Y"
COLUMN_DAY = "D MMM YYYY"
PICKER_DAY = "YYYY-MM-DD"
TABLE_DAY, MOMENT, MOMENT_SECONDS = "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"
"""In tables, where they are sorted as text; no names of months in these."""
