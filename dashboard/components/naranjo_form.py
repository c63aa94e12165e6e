"""The Naranjo form: answers offered from the record, edited and signed by the pharmacist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics import naranjo
from analytics.texts.days import dated, full_day
from dashboard import rule_words, state
from dashboard.charts.tidy import Tidy, as_rows
from dashboard.charts.wording import place
from dashboard.texts import keys
from dashboard.texts import patient as texts
from dashboard.texts.drugs import DRUGS
from dashboard.texts.registry import READ_ONLY
from data import assessments
from data.errors import TroughlineError

if TYPE_CHECKING:
    from analytics.causality import Causality
    from analytics.record import PatientRecord


def render(record: PatientRecord, neat: Tidy, as_of: date) -> None:
    """Choose the symptom, read the ten answers with their reasons, change them with a reason, sign."""
    if not len(neat.symptoms):
        st.caption(texts.NO_SYMPTOM)
        return
    from analytics.causality import assess

    patient_id = str(neat.patient["patient_id"])
    _signed(patient_id)
    rows = as_rows(neat.symptoms.sort_values("onset_on", ascending=False))
    labels = {
        r.symptom_key: f"{keys.word(keys.SYMPTOMS, r.symptom)}, {place(str(r.site), str(r.side or ''))}, {full_day(r.onset_on)}"
        for r in rows
    }
    key = str(
        st.selectbox(texts.WHICH_SYMPTOM, list(labels), format_func=labels.__getitem__, key="naranjo-symptom")
    )
    found = assess(record, key, settings=state.settings())
    if not found.drug:
        st.caption(texts.NOT_SCORED)
        return
    st.caption(f"{keys.word(DRUGS, found.drug)} · {texts.NARANJO_LEAD}")
    answers = _questions(found, key)
    total = naranjo.score({a.number: a.answer for a in answers})
    st.markdown(texts.SUM.format(score=total, band=keys.word(keys.NARANJO, naranjo.band(total))))
    category, why = _category(found, key)
    if state.registry():
        st.caption(READ_ONLY)
        return
    comment = st.text_input(texts.NARANJO_COMMENT, key=f"naranjo-{key}-comment")
    if st.button(
        texts.SIGN,
        type="primary",
        key=f"naranjo-{key}-sign",
        disabled=not state.reader_name(),
        help=texts.SIGN_HELP,
    ):
        onset = pd.Timestamp(found.reaction.onset_on).date()
        _sign(
            assessments.Assessment(
                patient_id, found.drug, key, found.reaction.title, onset, as_of, answers, total, naranjo.band(total),
                category, found.who_umc, why, comment,
            ),
            as_of,
        )  # fmt: skip


def _questions(found: Causality, key: str) -> list[assessments.SignedAnswer]:
    given = []
    for row in found.naranjo.to_dict("records"):
        question, answer, points = st.columns([6, 3, 1], vertical_alignment="center")
        number, offered = int(row["number"]), str(row["answer"])
        reason = rule_words.sentence(rule_words.CAUSALITY, str(row["reason"] or ""), state.si_units())
        question.markdown(f"{number}. {row['question']}  \n:gray[:small[{_plain(reason)}]]")
        chosen = str(
            answer.segmented_control(
                str(row["question"]), list(assessments.ANSWERS), format_func=keys.ANSWERS.__getitem__, default=offered, required=True,
                key=f"naranjo-{key}-{number}", label_visibility="collapsed",
            )
        )  # fmt: skip
        changed = (
            answer.text_input(texts.WHY_CHANGED, key=f"naranjo-{key}-{number}-why")
            if chosen != offered
            else ""
        )
        points.markdown(f"{naranjo.points(number, chosen):+d}".replace("+0", "0").replace("-", "−"))
        given.append(assessments.SignedAnswer(number, chosen, offered, changed))
    return given


def _plain(text: str) -> str:
    """Record text inside markdown: nothing in it may become a link or a style."""
    return dated("".join(f"\\{c}" if c in "\\`*_[]{}<>#:$~" else c for c in text))


def _category(found: Causality, key: str) -> tuple[str, str]:
    # it names explanations, and of those only the titles: no words of a file
    reason = dated(rule_words.sentence(rule_words.EXPLANATION, found.who_umc_reason, state.si_units()))
    category = str(
        st.selectbox(
            texts.WHO_UMC, assessments.WHO_UMC, format_func=keys.WHO_UMC.__getitem__, index=assessments.WHO_UMC.index(found.who_umc), key=f"naranjo-{key}-who",
            help=reason,
        )
    )  # fmt: skip
    st.caption(reason)
    changed = category != found.who_umc
    return category, st.text_input(texts.WHY_CHANGED, key=f"naranjo-{key}-who-why") if changed else ""


def _sign(assessment: assessments.Assessment, today: date) -> None:
    try:
        assessments.sign(state.store(), assessment, who=state.reader(), today=today)
    except TroughlineError as problem:
        st.error(str(problem))
        return
    st.rerun()


def _signed(patient_id: str) -> None:
    """Assessments that stand, newest first: signed on the real day at the clinic, whatever day the page looks at."""
    zone = str(state.store().time_zone)
    found = assessments.assessments(state.store(), patient_id, known_on=state.known_on())
    for row in as_rows(found[found["stands"]]):
        st.success(
            texts.SIGNED.format(
                reaction=_plain(str(row.reaction)), drug=row.drug, score=row.score, band=row.band, category=row.who_umc,
                who=_plain(str(row.signed_by)), day=full_day(pd.Timestamp(row.signed_at).tz_localize("UTC").tz_convert(zone)),
                record=full_day(pd.Timestamp(row.as_of)),
            )
        )  # fmt: skip
