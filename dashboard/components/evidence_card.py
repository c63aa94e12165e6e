"""The CIPS evidence card: each feature present, absent or unknown, with the record that says so; counts, never a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.texts.days import dated, full_day
from analytics.texts.evidence import CALCIUM_ABOVE, PTH_ABOVE
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.charts.wording import safe
from dashboard.texts import keys
from dashboard.texts import patient as texts

if TYPE_CHECKING:
    from analytics.evidence import EvidenceCard

FACES = {"present": "●", "absent": "○", "unknown": "?", "yes": "●", "no": "○"}


def render(card: EvidenceCard | None, theme: palette.Theme) -> None:
    """The card for a patient with lower-limb pain, else a line that says when there is one."""
    if card is None:
        st.caption(texts.NO_PAIN)
        return
    st.html(as_html(card, theme, si=state.si_units()))


def as_html(card: EvidenceCard, theme: palette.Theme, *, si: bool = False) -> str:
    """Features beside what osteonecrosis and RSDS look like, then the other explanations on record."""
    counts = {answer: card.counts[answer] for answer in ("present", "absent", "unknown")}
    lead = texts.EVIDENCE_COUNTS.format(title=safe(card.reaction.title), all=len(card.features), **counts)
    head = "".join(
        f"<th style='text-align:left;font-weight:500;color:{theme.muted};padding:.1rem .8rem .2rem 0'>{h}</th>"
        for h in texts.EVIDENCE_HEAD
    )
    rows = "".join(_row(row, theme) for row in card.features.to_dict("records"))
    return (
        f"<div style='font-size:.9rem;line-height:1.35'><div style='margin-bottom:.4rem'>{lead}</div>"
        f"<div style='overflow-x:auto'><table style='border-collapse:collapse;width:100%'><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{_others(card, theme, si)}"
        f"<div style='color:{theme.muted};margin-top:.5rem'>{texts.EVIDENCE_NOTE} {texts.COMPATIBLE}</div></div>"
    )


def _row(row: dict[Any, Any], theme: palette.Theme) -> str:
    answer = str(row["answer"])
    colour = theme.text if answer == "present" else theme.muted
    said = " · ".join(part for part in (dated(safe(row["detail"])), _day(row["on"])) if part)
    cell = f"padding:.2rem .8rem .2rem 0;border-top:1px solid {theme.grid};vertical-align:top"
    return (
        f"<tr><td style='{cell}'>{safe(row['feature'])}</td>"
        f"<td style='{cell};white-space:nowrap;color:{colour};font-weight:{600 if answer == 'present' else 400}'>{FACES[answer]} {keys.word(keys.ANSWERS, answer)}</td>"
        f"<td style='{cell}'>{said}</td><td style='{cell};color:{theme.muted}'>{safe(row['osteonecrosis'])}</td>"
        f"<td style='{cell};color:{theme.muted}'>{safe(row['rsds'])}</td></tr>"
    )


def _others(card: EvidenceCard, theme: palette.Theme, si: bool) -> str:
    """Other explanations and what else changed in the same days: a steroid halved that day must not be overlooked."""

    def said(row: dict[Any, Any], column: str) -> str:
        # of the explanations only these two are about a result; the others may quote a file
        measured = str(row["explanation"]).startswith((PTH_ABOVE, CALCIUM_ABOVE.partition("{")[0]))
        text = str(row[column] or "")
        return safe(rule_words.sentence(rule_words.EXPLANATION, text, si) if measured else text)

    lines = [
        f"<div>{FACES.get(str(r['answer']), '?')} {said(r, 'explanation')}: {safe(keys.word(keys.ANSWERS, r['answer']))}"
        + (f", {dated(said(r, 'detail'))}" if r["detail"] else "")
        + (f" · {_day(r['on'])}" if _day(r["on"]) else "")
        + "</div>"
        for r in card.other_explanations.to_dict("records")
    ]
    changed = [
        f"<div>{_day(r['on'])}: {dated(safe(rule_words.sentence(rule_words.RANGE_CHANGE, r['text'], si)))}</div>"
        for r in card.confounders.to_dict("records")
    ]
    parts = ""
    if lines:
        parts += f"<div style='margin-top:.6rem;color:{theme.muted}'>{texts.OTHER_EXPLANATIONS}</div>{''.join(lines)}"
    if changed:
        parts += (
            f"<div style='margin-top:.6rem;color:{theme.muted}'>{texts.SAME_DAYS}</div>{''.join(changed)}"
        )
    return parts


def _day(value: Any) -> str:
    return "" if value is None or pd.isna(value) or value == "" else full_day(pd.Timestamp(value))
