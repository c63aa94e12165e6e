"""Workbooks with several sheets: each is recognised by itself, and what a person names holds where its columns are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from workbooks import LEVELS, MINERALS, book

from data.importing.account import Account

Load = Callable[..., Account]


def test_a_named_column_holds_on_the_sheets_that_have_it(load: Load) -> None:
    named = {"test": "Test", "value": "Result"}
    account = load(book(Levels=LEVELS, Minerals=MINERALS), "week.xlsx", mapping=named)
    assert (account.stored, account.rows) == (3, 3)
    assert not account.problems


def test_a_sheet_that_lacks_one_named_column_still_takes_the_other(load: Load) -> None:
    levels = [["Kennung", "Test", "Collected", "Wo", "Unit"], LEVELS[1]]
    minerals = [["Kennung", *MINERALS[0][1:]], MINERALS[1]]
    named = {"patient_id": "Kennung", "value": "Wo"}
    account = load(book(Levels=levels, Minerals=minerals), "week.xlsx", mapping=named)
    assert (account.stored, account.rows) == (3, 3)


def test_a_column_that_is_on_no_sheet_is_refused(load: Load) -> None:
    account = load(book(Levels=LEVELS, Minerals=MINERALS), "week.xlsx", mapping={"value": "Wert"})
    assert account.refused
    assert "no column 'Wert'" in account.refused


def test_what_was_named_is_remembered_for_its_own_sheet(load: Load) -> None:
    levels = [["MRN", "Test", "Collected", "Wo", "Unit"], LEVELS[1]]
    load(book(Levels=levels, Minerals=MINERALS), "week3.xlsx", mapping={"value": "Wo"})
    later = [levels[0], ["P1", "Tacrolimus", "2026-03-09", 8.1, "ng/mL"]]
    minerals = [MINERALS[0], ["P1", "2026-03-09", 9.9, 4.0]]
    account = load(book(Levels=later, Minerals=minerals), "week4.xlsx")
    assert (account.stored, account.rows) == (3, 3)
    assert not account.problems


def test_a_row_is_named_with_its_sheet_where_there_are_several(load: Load) -> None:
    levels = [*LEVELS, ["P1", "Tacrolimus", "2026-33-02", 9.1, "ng/mL"]]
    minerals = [*MINERALS, ["P1", "2026-33-02", 9.8, None]]
    account = load(book(Levels=levels, Minerals=minerals), "week.xlsx")
    said = [(problem.row, problem.reason.split(":")[0]) for problem in account.problems]
    assert said == [(3, "sheet 'Levels'"), (3, "sheet 'Minerals'")]
    alone = load(book(Levels=levels), "one.xlsx")
    assert [problem.reason.startswith("sheet") for problem in alone.problems] == [False]


def test_a_field_that_is_none_is_refused_before_any_sheet_is_read(load: Load) -> None:
    account = load(book(Levels=LEVELS, Minerals=MINERALS), "week.xlsx", mapping={"valeu": "Result"})
    assert account.refused
    assert "'valeu' is no field" in account.refused
