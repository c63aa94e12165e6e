"""One alert as a card: the sentence, its numbers, its limit, what speaks against it, what is missing, what clears it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.texts.days import dated, full_day
from dashboard import rule_words
from dashboard.charts import palette
from dashboard.charts.wording import plain, safe
from dashboard.texts import keys
from dashboard.texts import patient as texts
from dashboard.texts import weekly_review as review_texts

if TYPE_CHECKING:
    from analytics.catalogue import Rule

MOST_NUMBERS = 4
_RECORD = re.compile(r"\brecord \d+[,;:]?\s*")
"""Record numbers are for tracing (All alerts, exports), not for reading."""


def sentence(alert: Mapping[str, Any], theme: palette.Theme, *, si: bool = False) -> str:
    """Icon, word and the one-sentence reason."""
    look = theme.severity(str(alert["severity"]))
    return f"<span style='color:{look.text};font-weight:600;white-space:nowrap'>{look.label}</span> {why(alert, si=si)}"


def why(alert: Mapping[str, Any], *, si: bool) -> str:
    """The one-sentence reason, safe as HTML, its figures in the chosen units."""
    return dated(safe(rule_words.sentence(str(alert["rule"]), str(alert["why"] or ""), si)))


def numbers(alert: Mapping[str, Any], most: int = MOST_NUMBERS, *, si: bool = False) -> str:
    """'level 5.6 ng/mL, 18 Jan 2010 · level 4.0 ng/mL, 25 Jan 2010' from the evidence."""
    words = [_number(rule_words.evidence(str(alert["rule"]), item, si)) for item in _evidence(alert)]
    more = len(words) - most
    return " · ".join(words[:most] + ([texts.MORE_NUMBERS.format(n=more)] if more > 0 else []))


def _evidence(alert: Mapping[str, Any]) -> list[dict[str, Any]]:
    raw = alert.get("evidence")
    try:
        items = json.loads(raw) if isinstance(raw, str) and raw else []
    except json.JSONDecodeError:
        return []
    return [item for item in items if isinstance(item, dict)]


def _number(item: Mapping[str, Any]) -> str:
    label = safe(
        str(item.get("label") or "").replace("_", " ")
    )  # the words of a rule, or the name of what it counts
    value = item.get("value")
    amount = "" if value is None else plain(value) if isinstance(value, int | float) else safe(value)
    unit = safe(item.get("unit") or "") if amount else ""
    text = f"{label} {amount}{'' if unit.startswith('/') else ' '}{unit}".strip()
    on = item.get("on")
    detail = dated(_RECORD.sub("", safe(item.get("detail") or "")).strip(" ,;"))
    return text + (f", {full_day(pd.Timestamp(on))}" if on else "") + (f" ({detail})" if detail else "")


def limit(alert: Mapping[str, Any], rule: Rule | None, before: str = "", *, si: bool = False) -> str:
    """'70 mg²/dL² · source', the source alone for a rule without a limit; before: words in front of a number."""
    threshold = alert.get("threshold")
    has = isinstance(threshold, int | float) and not math.isnan(threshold)
    source = safe(rule.source) if rule else ""
    words = (
        before
        + safe(rule_words.threshold(str(alert["rule"]), float(threshold), str(alert.get("unit") or ""), si))
        if has and threshold is not None
        else ""
    )
    return " · ".join(part for part in (words, source) if part)


def as_html(
    alert: Mapping[str, Any],
    rule: Rule | None,
    theme: palette.Theme,
    state: Mapping[str, Any] | None = None,
    *,
    whole: bool = False,
    si: bool = False,
) -> str:
    """The sentence and four lines of basis; whole: every line in full, else one line each with the rest in its title."""
    lines = [
        (texts.NUMBERS, numbers(alert, 12 if whole else MOST_NUMBERS, si=si)),
        (texts.LIMIT, limit(alert, rule, si=si)),
        (texts.AGAINST, safe(rule_words.described(rule.name, rule.against, si)) if rule else ""),
        (f"{texts.MISSING} · {texts.CLEARS}", _missing_and_clears(alert, rule, si)),
    ]
    cut = "" if whole else "overflow:hidden;white-space:nowrap;text-overflow:ellipsis;"
    body = "".join(
        f"<div style='color:{theme.muted};font-size:.82rem'>{label}</div>"
        f"<div style='font-size:.85rem;{cut}' title=\"{_attribute(words)}\">{words}</div>"
        for label, words in lines
        if words
    )
    return (
        f"<div style='font-size:.98rem;line-height:1.3;margin-bottom:.2rem'>"
        f"{sentence(alert, theme, si=si)}{standing(alert, state, theme)}</div>"
        f"<div style='display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 .8rem;line-height:1.35'>{body}</div>"
    )


def _attribute(words: str) -> str:
    return words.replace("<b>", "").replace("</b>", "").replace('"', "&quot;")


def _missing_and_clears(alert: Mapping[str, Any], rule: Rule | None, si: bool) -> str:
    told = rule_words.sentence(str(alert["rule"]), str(alert.get("missing") or ""), si)
    missing = safe(told) or texts.NOTHING_MISSING
    clears = safe(rule_words.described(rule.name, rule.clears, si)) if rule else ""
    return f"{missing} · {clears}" if clears else missing


def standing(alert: Mapping[str, Any], state: Mapping[str, Any] | None, theme: palette.Theme) -> str:
    """' · since 18 Jan 2010 · acknowledged by …'."""
    words = [texts.SINCE.format(day=full_day(pd.Timestamp(alert["began_on"])))]
    if state is not None and state.get("state") not in (None, "", "new"):
        answer, who = keys.word(keys.ANSWERED, state["state"]), state.get("answered_by")
        words.append(texts.STANDING_BY.format(state=answer, who=safe(who)) if who else answer)
    if state is not None and state.get("back_again"):
        words.append(review_texts.BACK_AGAIN)
    if state is not None and state.get("assigned_to"):
        words.append(review_texts.ASSIGNED.format(who=safe(state["assigned_to"])))
    return f" <span style='color:{theme.muted};font-size:.84rem'>· {' · '.join(words)}</span>"
