"""A unit that contradicts the row's own reference range is asked, never believed; ordinary ranges never trip it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing import settling, unit_doubts, vocabulary
from data.importing.account import Account
from data.store import Store

NATIVE = "patient_id,test,collected_at,value,unit,reference_low,reference_high\n"
_UNITS = [(analyte, unit) for analyte in unit_doubts.usual() for unit in vocabulary.factors()[analyte]]


@pytest.mark.parametrize(
    ("analyte", "unit", "low", "high", "meant"),
    [
        ("phosphorus", "mmol/L", 2.5, 4.5, "mg/dL"), ("phosphorus", "mg/dL", 0.81, 1.45, "mmol/L"),
        ("phosphorus", "mmol/L", 4.0, 7.1, "mg/dL"), ("calcium", "mg/dL", 2.1, 2.6, "mmol/L"),
        ("calcium", "mmol/L", 8.5, 10.5, "mg/dL"), ("calcium", "mEq/L", 2.1, 2.6, "mmol/L"),
        ("ionized_calcium", "mmol/L", 2.2, 2.7, "mEq/L"), ("albumin", "g/L", 3.5, 5.2, "g/dL"),
        ("creatinine", "µmol/L", 0.6, 1.2, "mg/dL"), ("creatinine", "mg/dL", None, 106, "µmol/L"),
        ("magnesium", "mg/dL", 0.7, 1.05, "mmol/L"), ("alp", "µkat/L", 30, 120, "U/L"),
        ("pth", "pg/mL", 1.6, 6.9, "pmol/L"),
    ],
)  # fmt: skip
def test_a_range_of_another_unit_is_seen(
    analyte: str, unit: str, low: float | None, high: float, meant: str
) -> None:
    assert (
        f"range is usual in {meant}, and none in {vocabulary.written(vocabulary.unit_of(unit))}"
        in unit_doubts.doubt(analyte, unit, low, high).reason
    )


@pytest.mark.parametrize(
    ("analyte", "unit", "low", "high"),
    [
        # newborns, children and preterms
        ("phosphorus", "mmol/L", 1.5, 2.6), ("phosphorus", "mmol/L", 2.0, 3.3), ("phosphorus", "mg/dL", 4.5, 9.0),
        ("creatinine", "mg/dL", 0.1, 0.3), ("creatinine", "µmol/L", 15, 31), ("alp", "U/L", 100, 600),
        # KDIGO targets on dialysis, and assays of whole PTH
        ("pth", "pmol/L", 14, 66), ("pth", "pg/mL", 130, 600), ("pth", "pg/mL", 4.6, 26.8), ("pth", "ng/L", 15, 65),
        # magnesium as a treatment, an ionized range beside a total calcium in the same unit
        ("magnesium", "mmol/L", 2.0, 3.5), ("magnesium", "mEq/L", 1.4, 2.1), ("calcium", "mmol/L", 1.12, 1.32),
        # no upper limit, no range, a range that is none in any unit
        ("phosphorus", "mmol/L", 2.5, None), ("phosphorus", "mmol/L", None, None), ("phosphorus", "mmol/L", 1, 100),
        ("phosphorus", "mmol/L", None, 4.5),
        # units too near to each other, or none of ours
        ("tacrolimus", "ng/mL", 5, 15), ("vitamin_d_25oh", "nmol/L", 30, 100), ("crp", "mg/L", None, 0.5),
        ("phosphorus", "furlong", 2.5, 4.5),
    ],
)  # fmt: skip
def test_what_some_clinic_prints_is_believed(
    analyte: str, unit: str, low: float | None, high: float | None
) -> None:
    assert unit_doubts.doubt(analyte, unit, low, high).reason == ""


@given(st.sampled_from(_UNITS), st.floats(0, 1), st.floats(0, 1))
def test_no_range_that_is_possible_in_its_unit_trips_it(
    test: tuple[str, str], low: float, high: float
) -> None:
    analyte, unit = test
    least, most = unit_doubts.usual()[analyte].possible_high
    limit = (least + (most - least) * high) / vocabulary.factors()[analyte][unit]
    assert unit_doubts.doubt(analyte, unit, limit * low, limit).reason == ""


@given(st.sampled_from(_UNITS), st.sampled_from(_UNITS), st.floats(0, 1), st.floats(0, 1))
def test_a_doubt_always_names_a_unit_in_which_the_range_is_usual(
    test: tuple[str, str], other: tuple[str, str], low: float, high: float
) -> None:
    analyte, unit = test
    factors, known = vocabulary.factors()[analyte], unit_doubts.usual()[analyte]
    meant = other[1] if other[1] in factors else unit
    of_low, of_high = known.low or (0.0, 0.0), known.high
    limits = [(a + (b - a) * part) / factors[meant] for (a, b), part in ((of_low, low), (of_high, high))]
    reason = unit_doubts.doubt(analyte, unit, *limits).reason
    in_stated = limits[1] * factors[unit]
    is_possible = known.possible_high[0] <= in_stated <= known.possible_high[1]
    assert (vocabulary.written(meant) in reason.split(", and none")[0]) is not is_possible


@pytest.mark.parametrize(
    ("low", "high", "is_believed"),
    [
        (2.5, 3.8, False), (2.5, 3.79, True), (2.5, 8, False), (2.5, 8.01, True),
        (1.8, 4.5, False), (1.79, 4.5, True), (4.5, 7, False), (4.51, 7, True),
    ],
)  # fmt: skip
def test_only_a_usual_range_of_the_other_unit_speaks_against_the_stated_one(
    low: float, high: float, is_believed: bool
) -> None:
    assert (unit_doubts.doubt("phosphorus", "mmol/L", low, high).reason == "") is is_believed


def test_such_a_row_waits_and_is_stored_with_the_unit_that_a_person_gives(
    load: Callable[..., Account], clinic_store: Store
) -> None:
    account = load(
        NATIVE + "P1,phosphorus,2026-01-05,3.2,mmol/L,2.5,4.5\nP1,calcium,2026-01-05,2.3,mmol/L,2.1,2.6\n"
    )
    assert (account.stored, account.set_aside) == (1, 1)
    (problem,) = account.problems
    assert (problem.row, problem.column, problem.value, problem.outcome) == (2, "unit", "mmol/L", "set_aside")
    assert problem.reason == "say which unit: the row's own range is usual in mg/dL, and none in mmol/L"
    (number,) = settling.waiting(clinic_store)["set_aside_id"]
    again = settling.settle(clinic_store, number, {"unit": "mmol/L"}, who="t", today=date(2026, 2, 1))
    assert again.set_aside == 1, "the same unit again is no answer"
    settling.settle(clinic_store, number, {"unit": "mg/dL"}, who="t", today=date(2026, 2, 1))
    sql = "SELECT value, reference_high, reported_unit FROM results WHERE analyte = 'phosphorus'"
    assert clinic_store.read(sql).values.tolist() == [[3.2, 4.5, "mg/dL"]]


def test_a_person_can_say_that_the_unit_is_right_as_it_stands(
    load: Callable[..., Account], clinic_store: Store
) -> None:
    load(NATIVE + "P1,phosphorus,2026-01-05,3.2,mmol/L,2.5,4.5\n")
    (number,) = settling.waiting(clinic_store)["set_aside_id"]
    settling.settle(clinic_store, number, {"as_it_is": "asked the lab"}, who="t", today=date(2026, 2, 1))
    sql = "SELECT round(value, 3), reference_high IS NULL, reported_reference FROM results"
    assert clinic_store.read(sql).values.tolist() == [[9.910, True, "2.5 - 4.5"]]


def test_a_value_that_only_the_stated_unit_explains_is_stored_without_the_limits_of_another(
    load: Callable[..., Account], clinic_store: Store
) -> None:
    """A calcium of 13 mg/dL must raise its alert, whatever range stands beside it: nobody survives 13 mmol/L."""
    account = load(NATIVE + "P1,calcium,2026-01-05,13,mg/dL,2.1,2.6\nP1,alp,2026-01-05,140,U/L,0.5,1.75\n")
    assert account.stored == 2
    assert {problem.reason for problem in account.problems} == {
        "the reference range is one of another unit: stored without limits"
    }
    assert clinic_store.value("SELECT count(reference_high) FROM results WHERE value IN (13, 140)") == 0
