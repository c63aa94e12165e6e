"""Work on a long upload, beside the page: how far it is, and a button that ends it with nothing stored."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from dashboard.texts import upload as texts
from data.errors import TroughlineError
from data.importing.progress import CancelledError, Told

LONG_BYTES = 4 << 20
"""A smaller upload is done before a bar could be read."""

_KEPT = 20
_ENDING_SECONDS = 10


class StillRunning(Exception):  # noqa: N818 - no failure
    """The work goes on; the page has shown how far it is."""


class Job:
    """One piece of work in a thread of its own, so that a click elsewhere on the page does not end it."""

    def __init__(self, work: Callable[[Told], Any]) -> None:
        self.stage, self.rows, self.part = "reading", 0, 0.0
        self.ended = threading.Event()
        self.done = threading.Event()
        self.began = time.monotonic()
        self._work = work
        self._answer: Any = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self._answer = self._work(self._tell)
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()

    def _tell(self, stage: str, rows: int, part: float) -> None:
        self.stage, self.rows, self.part = stage, rows, part
        if self.ended.is_set():
            raise CancelledError

    def answer(self) -> Any:
        """What the work gave, or the error it ended with."""
        if self._error is not None:
            raise self._error
        return self._answer

    def words(self) -> str:
        """Stage, rows so far and the time left."""
        so_far = time.monotonic() - self.began
        left = (
            f" · {texts.LEFT.format(seconds=round(so_far * (1 - self.part) / self.part))}"
            if self.part > 0.05
            else ""
        )
        return f"{texts.STAGES[self.stage]} {self.rows:,} {texts.ROWS}{left}"


_jobs: dict[str, Job] = {}


def running(key: str) -> bool:
    """Whether this work was begun and its end not yet seen."""
    return key in _jobs


def run(key: str, size: int, work: Callable[[Told | None], Any]) -> Any:
    """The answer of work. Of a long file it is done beside the page: raises StillRunning until it is done."""
    if size < LONG_BYTES and key not in _jobs:
        with st.spinner(texts.STAGES["reading"]):
            return work(None)
    for old in [k for k, job in _jobs.items() if k != key and job.done.is_set()][:-_KEPT]:
        _jobs.pop(old, None)  # of pages that were left meanwhile
    job = _jobs.get(key) or _jobs.setdefault(key, Job(cast("Callable[[Told], Any]", work)))
    if not job.done.is_set():
        _show(key)
        raise StillRunning
    if job.ended.is_set() and _was_cancelled(job):
        st.warning(texts.CANCELLED)
        if st.button(texts.AGAIN, key=f"again_{key}"):
            del _jobs[key]
            st.rerun()
        raise StillRunning
    del _jobs[key]
    return job.answer()


def end_all() -> None:
    """Cancel what still runs, so that nothing of it is stored, and wait until it has let go of the store."""
    jobs = list(_jobs.values())
    for job in jobs:
        job.ended.set()
    for job in jobs:
        job.done.wait(_ENDING_SECONDS)


def _was_cancelled(job: Job) -> bool:
    """An import that was over before the click is stored, and shown as such."""
    try:
        answer = job.answer()
    except CancelledError:
        return True
    except TroughlineError:
        return False
    account = getattr(answer, "account", answer)
    return str(CancelledError()) == getattr(account, "refused", None)


@st.fragment(run_every=1.0)
def _show(key: str) -> None:
    job = _jobs.get(key)
    if job is None or job.done.is_set():
        st.rerun()
        return
    bar, button = st.columns([5, 1], vertical_alignment="center")
    bar.progress(job.part, text=job.words())
    if button.button(texts.CANCEL, key=f"cancel_{key}", disabled=job.ended.is_set()):
        job.ended.set()
