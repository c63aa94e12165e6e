"""The frame around every page: navigation, the chosen patient and day, units, the reader's name, the banner."""

from __future__ import annotations

import html
import importlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analytics.texts.days import full_day
from dashboard import state, turns
from dashboard.charts import palette
from dashboard.components import first_run, meeting_place, reader_name, registry_frame
from dashboard.texts import dates
from dashboard.texts import frame as texts
from dashboard.texts import registry as registry_texts
from data.errors import TroughlineError


def main() -> None:
    """Draw the frame, then the page inside it, when it is this reader's turn."""
    with turns.DRAWING:
        _draw()


def _draw() -> None:
    st.set_page_config(page_title=texts.PRODUCT, layout="wide", initial_sidebar_state="auto")
    sections = registry_texts.SECTIONS if state.registry() else texts.SECTIONS
    pages = _pages(sections)
    st.session_state["pages"] = pages
    chosen = st.navigation(
        {
            section: [pages[name] for name, _ in members if name in pages]
            for section, members in sections.items()
            if any(name in pages for name, _ in members)
        }
    )
    current = next(name for name, page in pages.items() if page == chosen)
    st.session_state[state.PAGE] = current
    _style()
    try:
        with st.sidebar:
            _sidebar(current)
        _banner(current)
        if not state.registry():
            meeting_place.stay()
        if current in state.PATIENT_PAGES:
            meeting_place.way_back()
        if first_run.wanted(current):
            first_run.draw(chosen.title)
        else:
            chosen.run()
    except TroughlineError as problem:
        st.error(str(problem))


def _pages(sections: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, StreamlitPage]:
    """Every page whose module is there; a page that is not built yet has no entry."""
    pages: dict[str, StreamlitPage] = {}
    for members in sections.values():
        for name, title in members:
            module = _view(name)
            if module is not None:
                pages[name] = st.Page(_named(module.page, name), title=title, default=not pages)
    return pages


def _view(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(f"dashboard.views.{name}")
    except ModuleNotFoundError:
        return None


def _named(page: Callable[[], None], name: str) -> Callable[[], None]:
    """Streamlit takes a page's address from its function's name; a url_path of our own breaks switch_page."""

    def run() -> None:
        page()

    run.__name__ = run.__qualname__ = name
    return run


def _sidebar(current: str) -> None:
    if state.registry():
        registry_frame.choose_patient(current)
    else:
        _patient_chooser(current)
        _day_chooser(current)
    st.toggle(texts.SI_UNITS, key="frame_si", value=state.si_units(), help=texts.SI_HELP, on_change=_keep_si)
    if state.registry():
        return
    reader_name.ask()
    _case_studies()
    _known_on()


def _patient_chooser(current: str) -> None:
    labels = state.patient_labels()
    chosen = state.patient_id()
    about_one = current in (*state.PATIENT_PAGES, "dose_symptom_timing")  # elsewhere a name would mislead
    st.session_state["frame_patient"] = chosen if about_one and chosen in labels else None
    st.selectbox(
        texts.FIND_PATIENT,
        list(labels),
        format_func=lambda patient: _id_first(patient or "", labels.get(patient, patient) or ""),
        key="frame_patient",
        index=None,
        placeholder=texts.FIND_PATIENT if labels else texts.NO_PATIENTS,
        on_change=_take_patient,
        label_visibility="collapsed",
        disabled=not labels,
    )
    if st.session_state.pop("frame_go_to_patient", False) and not about_one:
        st.switch_page(st.session_state["pages"].get("patient", st.session_state["pages"][current]))


def _id_first(patient: str, label: str) -> str:
    """The sidebar is narrow: what is cut off there must not be the end of an id."""
    name = label.removesuffix(f" · {patient}")
    return patient if name == patient else f"{patient} · {name}"


def _take_patient() -> None:
    state.choose_patient(st.session_state["frame_patient"])
    st.session_state["frame_go_to_patient"] = st.session_state["frame_patient"] is not None


def _day_chooser(current: str) -> None:
    case = state.case_day(state.patient_id()) if current in state.PATIENT_PAGES else None
    usual = case or state.default_day()
    st.session_state["frame_day"] = state.as_of()
    st.date_input(
        texts.DAY,
        key="frame_day",
        format=dates.PICKER_DAY,
        min_value=date(1960, 1, 1),
        max_value=date(2100, 12, 31),
        on_change=_take_day,
        args=(case is not None, usual),
        help=texts.CASE_DAY_HELP if case else texts.DAY_HELP,
    )
    if state.as_of() != usual:
        key = state.CASE_DAY if case else state.CLINIC_DAY
        st.button(
            texts.BACK_TO_DAY.format(day=full_day(usual)), on_click=_forget, args=(key,), type="tertiary"
        )


def _take_day(is_case: bool, usual: date) -> None:
    picked = st.session_state["frame_day"]
    st.session_state[state.CASE_DAY if is_case else state.CLINIC_DAY] = None if picked == usual else picked


def _forget(key: str) -> None:
    st.session_state[key] = None


def _keep_si() -> None:
    st.session_state[state.SI_UNITS] = st.session_state["frame_si"]


def _case_studies() -> None:
    cases = state.case_titles()
    if not cases or "patient" not in st.session_state["pages"]:
        return
    st.caption(texts.CASE_STUDIES)
    with st.container(horizontal=True, gap="small"):
        for patient, title in cases.items():
            if st.button(patient, key=f"case_{patient}", help=title):
                state.open_patient(patient)


def _known_on() -> None:
    with st.expander(texts.MORE, expanded=state.known_on() is not None):
        st.date_input(
            texts.KNOWN_ON,
            value=state.known_on(),
            key="frame_known_on",
            format=dates.PICKER_DAY,
            min_value=date(1960, 1, 1),
            max_value=date(2100, 12, 31),
            help=texts.KNOWN_ON_HELP,
            on_change=_keep_known_on,
        )


def _keep_known_on() -> None:
    st.session_state[state.KNOWN_ON] = st.session_state["frame_known_on"]


def _banner(current: str) -> None:
    """Says on every screen whose data this is not, so that nobody takes a made-up patient for a real one."""
    shown = state.registry()
    if shown is not None:
        _strip(*registry_frame.words(shown))
        registry_frame.warnings(shown)
        return
    chosen = state.patient_id() if current in state.PATIENT_PAGES else None
    if chosen in state.case_titles():
        _strip(texts.CASE_STUDY, state.case_titles()[chosen])
    elif state.simulated():
        _strip(texts.SIMULATED, texts.SIMULATED_DETAIL)


def _style() -> None:
    """One margin and one size of heading on every page, and grey text that holds WCAG AA (Streamlit's own does not)."""
    theme = palette.theme(st.context.theme.type)
    # the dark theme's blue is light, so that it reads as text; on it Streamlit's white would not
    on_primary = theme.background
    st.html(
        "<style>[data-testid=stHeader]{height:2.5rem;min-height:2.5rem}"
        "[data-testid=stMainBlockContainer]{padding:3.5rem clamp(1rem,2.6vw,2.2rem) 3rem;max-width:1720px}"
        ".stMainBlockContainer h1{font-size:1.9rem;padding:.6rem 0 .2rem}"
        ".stMainBlockContainer h2{font-size:1.15rem;padding:.5rem 0 .2rem}"
        "[data-testid=stSidebarHeader]{height:2.5rem;padding-top:0.5rem;padding-bottom:0}"
        "[data-testid=stSidebarUserContent]{padding-bottom:1.5rem}"
        "[data-testid=stBaseButton-primary]:enabled,[data-testid=stBaseButton-primary]:enabled p,"
        "[data-testid=stBaseButton-primaryFormSubmit]:enabled,[data-testid=stBaseButton-primaryFormSubmit]:enabled p"
        f"{{color:{on_primary}}}"
        "button kbd{color:inherit!important;opacity:1!important}"
        f"[data-testid=stCaptionContainer],[data-testid=stCaptionContainer] p{{color:{theme.muted};opacity:1}}</style>"
    )


def _strip(label: str, detail: str) -> None:
    st.html(
        '<div role="note" style="border:1px solid #B8860B;border-left-width:6px;border-radius:4px;'
        'padding:2px 10px;font-size:0.85rem;background:rgba(184,134,11,0.10)">'
        f"<strong>{html.escape(label)}</strong> · {html.escape(detail)}</div>"
    )


if __name__ == "__main__":
    main()
