"""Who draws a page when many ask at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.turns import Turns

PATIENCE_SECONDS = 60


@contextmanager
def asking(turns: Turns, names: str) -> Iterator[tuple[list[str], threading.Semaphore, threading.Semaphore]]:
    """One thread a name, asking one after the other: (who was let in so far, one more was, one of them may leave)."""
    let_in: list[str] = []
    entered, may_leave = threading.Semaphore(0), threading.Semaphore(0)

    def work(name: str) -> None:
        with turns:
            let_in.append(name)
            entered.release()
            may_leave.acquire()

    threads = [threading.Thread(target=work, args=(name,), daemon=True) for name in names]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while len(turns._waiting) + len(let_in) < number:
            pass
    yield let_in, entered, may_leave
    may_leave.release(len(names))
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


def test_one_at_a_time_in_the_order_asked_for() -> None:
    with asking(Turns(long_seconds=3600), "abcde") as (let_in, entered, may_leave):
        for expected in ("a", "ab", "abc", "abcd", "abcde"):
            while len(let_in) < len(expected):
                assert entered.acquire(timeout=PATIENCE_SECONDS)
            assert "".join(let_in) == expected
            may_leave.release()


def test_one_that_takes_long_holds_nobody_up() -> None:
    with asking(Turns(long_seconds=0), "abc") as (let_in, entered, _):
        for _ in "abc":
            assert entered.acquire(timeout=PATIENCE_SECONDS)
        assert "".join(let_in) == "abc"


def test_an_error_inside_gives_the_turn_back() -> None:
    turns = Turns(long_seconds=3600)
    for _ in range(2):
        try:
            with turns:
                raise KeyError
        except KeyError:
            pass
