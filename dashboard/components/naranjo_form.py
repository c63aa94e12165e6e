"""The Naranjo form: answers offered from the record, edited and signed by the pharmacist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.charts.tidy import Tidy
from dashboard.charts.wording import place
from dashboard.texts import patient as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord

    from analytics.causality import Causality

ANSWERS = ["yes", "no", "unknown"]


def render(record: PatientRecord, neat: Tidy, as_of: date) -> None:
    """Choose the symptom, read the ten answers with their reasons, change them, sign."""
    if not len(neat.symptoms):
        st.caption(texts.NO_SYMPTOM)
        return
    from analytics import naranjo
    from analytics.causality import assess

    rows = list(neat.symptoms.sort_values("onset_on", ascending=False).itertuples())
    labels = {
        r.symptom_key: f"{str(r.symptom).replace('_', ' ')}, {place(str(r.site), str(r.side or ''))}"
        for r in rows
    }
    key = st.selectbox(
        texts.WHICH_SYMPTOM, list(labels), format_func=labels.__getitem__, key="naranjo-symptom"
    )
    found = assess(record, key)
    if not found.drug:
        st.caption(texts.NOT_SCORED)
        return
    st.caption(f"{found.drug} · {texts.NARANJO_LEAD}")
    given = _questions(found, str(key))
    total = naranjo.score(given)
    st.markdown(texts.SUM.format(score=total, band=naranjo.band(total)))
    st.markdown(f"{texts.WHO_UMC}: **{found.who_umc}**. {found.who_umc_reason}")
    del as_of


def _questions(found: Causality, key: str) -> dict[int, str]:
    given: dict[int, str] = {}
    for row in found.naranjo.to_dict("records"):
        question, answer, points = st.columns([6, 3, 1], vertical_alignment="center")
        number = int(row["number"])
        question.markdown(f"{number}. {row['question']}")
        if row["reason"]:
            question.caption(str(row["reason"]))
        offered = str(row["answer"])
        given[number] = (
            answer.segmented_control(
                str(row["question"]),
                ANSWERS,
                default=offered,
                key=f"naranjo-{key}-{number}",
                label_visibility="collapsed",
            )
            or "unknown"
        )
        from analytics import naranjo

        points.markdown(f"{naranjo.points(number, given[number]):+d}")
    return given
