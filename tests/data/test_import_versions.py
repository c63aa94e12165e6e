"""Versions of one result: duplicates, corrections, withdrawals, and which of them stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.importing.account import OUTCOMES, Account
from data.store import Store

Import = Callable[..., Account]
Standing = Callable[[], list[tuple[object, ...]]]
NATIVE = "patient_id,test,collected_at,value,unit"


def test_22_the_same_file_renamed_brings_nothing_new(load: Import, store: Store) -> None:
    text = f"""{NATIVE},status
P1,calcium,2026-01-05,10.0,mg/dL,
P1,calcium,2026-01-05,10.4,mg/dL,
P1,PTH,2026-01-05T08:00,60,pg/mL,
P1,PTH,2026-01-05T08:00,70,pg/mL,corrected
P1,phosphorus,2026-01-05,3,,
"""
    first = load(text)
    assert (first.stored, first.superseding, first.set_aside) == (3, 1, 1)
    again = load(text, name="renamed.csv")
    assert (again.duplicate, again.set_aside, again.stored, again.superseding) == (4, 1, 0, 0)
    assert store.value("SELECT count(*) FROM set_aside") == 1
    assert store.value("SELECT count(*) FROM results") == 4


def test_22_the_same_result_spelt_otherwise_is_a_duplicate(load: Import) -> None:
    load(f"{NATIVE}\nP1,tacrolimus,2026-01-05T08:00,5.6,ng/mL\n")
    assert load("PID,DATE,NAME,VALUE,UNITS\nP1,2026-01-05 08:00:00,FK506,5.60,ug/L\n").duplicate == 1


def versions(load: Import, *rows: str) -> list[str]:
    """What becomes of one row after another, each in a file of its own: value, status, reported."""
    ends = []
    for row in rows:
        value, status, reported = row.split("/")
        account = load(
            f"{NATIVE},status,reported_at\nP1,calcium,2026-01-05T08:00,{value},mg/dL,{status},{reported}\n"
        )
        ends.append(next(name for name in OUTCOMES if getattr(account, name)))
    return ends


def check(load: Import, standing: Standing, rows: list[str], ends: list[str], stands: float | None) -> None:
    assert versions(load, *rows) == ends
    assert [row[3] for row in standing()] == ([] if stands is None else [stands])


@pytest.mark.parametrize(
    ("rows", "ends", "stands"),
    [
        (["10/final/", "11/corrected/"], ["stored", "superseding"], 11.0),
        (["10/final/", "11/corrected/", "10/final/"], ["stored", "superseding", "duplicate"], 11.0),
        (["11/corrected/2026-01-07", "12/corrected/2026-01-06"], ["stored", "duplicate"], 11.0),
        (["10/final/", "10.5/final/"], ["stored", "superseding"], 10.5),
        (["10/final/", "10.5/final/", "10/final/"], ["stored", "superseding", "duplicate"], 10.5),
        (["10/final/2026-01-07", "12/final/2026-01-06"], ["stored", "duplicate"], 10.0),
    ],
)  # fmt: skip
def test_23_a_correction_supersedes_and_the_old_value_is_kept(
    load: Import, store: Store, standing: Standing, rows: list[str], ends: list[str], stands: float
) -> None:
    check(load, standing, rows, ends, stands)
    first = float(rows[0].split("/")[0])
    assert store.value("SELECT value FROM results ORDER BY record_id") == first
    assert store.value("SELECT count(*) FROM results") == len(ends) - ends.count("duplicate")


@pytest.mark.parametrize("word", ["cancelled", "wrong_patient"])
@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (["10/final/", "/{}/"], ["stored", "superseding"]),
        (["10/final/", "11/corrected/", "/{}/"], ["stored", "superseding", "superseding"]),
        (["10/final/", "/{}/", "10/final/"], ["stored", "superseding", "duplicate"]),
        (["10/final/", "/{}/", "/{}/"], ["stored", "superseding", "duplicate"]),
        (["/{}/"], ["rejected"]),
    ],
)
def test_24_a_cancelled_or_wrong_patients_result_is_withdrawn(
    load: Import, standing: Standing, rows: list[str], ends: list[str], word: str
) -> None:
    check(load, standing, [row.format(word) for row in rows], ends, None)


@pytest.mark.parametrize(
    ("rows", "ends", "stands"),
    [
        (["10/final/", "11/preliminary/"], ["stored", "duplicate"], 10.0),
        (["10/final/2026-01-06", "11/preliminary/2026-01-09"], ["stored", "duplicate"], 10.0),
        (["10/corrected/", "11/preliminary/"], ["stored", "duplicate"], 10.0),
        (["10/preliminary/", "10/final/"], ["stored", "superseding"], 10.0),
        (["10/preliminary/", "10.2/preliminary/", "11/final/"], ["stored", "superseding", "superseding"], 11.0),
    ],
)  # fmt: skip
def test_25_a_preliminary_after_a_final_never_supersedes(
    load: Import, standing: Standing, rows: list[str], ends: list[str], stands: float
) -> None:
    check(load, standing, rows, ends, stands)


def test_24_a_withdrawal_of_nothing_is_rejected_and_what_comes_after_it_counts(
    load: Import, standing: Standing
) -> None:
    row = "P1,calcium,2026-01-05T08:00,{},mg/dL,{}\n"
    account = load(f"{NATIVE},status\n" + row.format("", "cancelled") + row.format(10, "final"))
    assert (account.rejected, account.stored) == (1, 1)
    assert standing() == [("P1", "calcium", "", 10.0)]


def test_versions_in_one_file_end_as_in_several(load: Import, store: Store, standing: Standing) -> None:
    head = f"{NATIVE},status\n"
    account = load(
        head
        + "P1,calcium,2026-01-05T08:00,10,mg/dL,final\nP1,calcium,2026-01-05T08:00,11,mg/dL,corrected\n"
        + "P1,calcium,2026-01-05T08:00,10,mg/dL,\nP1,calcium,2026-01-05T08:00,10.2,mg/dL,preliminary\n"
    )
    assert (account.stored, account.superseding, account.duplicate) == (1, 1, 2)
    assert [row[3] for row in standing()] == [11.0]


def test_an_unmarked_differing_final_is_named(load: Import) -> None:
    load(f"{NATIVE}\nP1,calcium,2026-01-05T08:00,10,mg/dL\n")
    account = load(f"{NATIVE}\nP1,calcium,2026-01-05T08:00,10.5,mg/dL\n")
    assert account.superseding == 1
    assert [(p.row, p.value, p.outcome) for p in account.problems] == [(2, "10.5", "superseding")]


def test_days_without_time_hold_several_results_and_a_correction_finds_the_single_one(
    load: Import, store: Store, standing: Standing
) -> None:
    head = f"{NATIVE},status\n"
    load(
        head
        + "P1,calcium,2026-01-05,10,mg/dL,\nP2,calcium,2026-01-05,10,mg/dL,\nP2,calcium,2026-01-05,10.4,mg/dL,\n"
    )
    account = load(
        head + "P1,calcium,2026-01-05,11,mg/dL,corrected\nP2,calcium,2026-01-05,11,mg/dL,corrected\n"
    )
    assert (account.superseding, account.set_aside) == (1, 1)
    assert standing() == [
        ("P1", "calcium", "", 11.0),
        ("P2", "calcium", "", 10.0),
        ("P2", "calcium", "", 10.4),
    ]
    again = load(head + "P1,calcium,2026-01-05,11,mg/dL,corrected\nP1,calcium,2026-01-05,10,mg/dL,\n")
    assert again.duplicate == 2
    gone = load(
        head + "P1,calcium,2026-01-05,,mg/dL,cancelled\nP2,calcium,2026-01-05,10.4,mg/dL,wrong_patient\n"
    )
    assert gone.superseding == 2
    assert standing() == [("P2", "calcium", "", 10.0)]


def test_28_both_half_past_ones_are_two_results_in_their_order(load: Import, store: Store) -> None:
    account = load(
        f"{NATIVE}\nP1,calcium,2026-10-25T02:30+01:00,10.4,mg/dL\nP1,calcium,2026-10-25T02:30+02:00,10,mg/dL\n"
    )
    assert account.stored == 2
    assert list(store.read("SELECT value FROM results ORDER BY collected_utc")["value"]) == [10.0, 10.4]
    assert set(store.read("SELECT collected_at FROM results")["collected_at"].astype(str)) == {
        "2026-10-25 02:30:00"
    }
