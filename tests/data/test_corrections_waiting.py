"""A correction that is set aside leaves the old result standing, marked until a person settles it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.importing.api import import_file, undo
from data.importing.corrections import corrections_waiting
from data.importing.settling import settle, waiting
from data.store import Store

TODAY = date(2026, 11, 22)
HEADER = "patient_id,test,collected_at,value,unit,status,specimen_id,birth_date\n"


class Clinic:
    """A store, and what comes in from the laboratory."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.file = store, folder / "file.csv"

    def load(self, *rows: str, today: date = TODAY, header: str = HEADER) -> int:
        """The import's number."""
        self.file.write_text(header + "".join(f"{row}\n" for row in rows))
        account = import_file(self.store, self.file, who="t", today=today)
        assert account.import_id is not None, account.refused
        return account.import_id

    def marked(self, patient_id: str | None = None, known_on: date | None = None) -> list[str]:
        """Reported values that stand although a correction waits."""
        patients = None if patient_id is None else [patient_id]
        return corrections_waiting(self.store, patients, known_on)["reported_value"].tolist()

    def settle(self, **decision: str) -> None:
        """Settle the one row that waits."""
        (number,) = waiting(self.store)["set_aside_id"]
        settle(self.store, int(number), decision, who="t", today=TODAY)


@pytest.fixture
def clinic(clinic_store: Store, tmp_path: Path) -> Clinic:
    clinic = Clinic(clinic_store, tmp_path)
    clinic.load("P1,1960-01-01", header="patient_id,birth_date\n")
    clinic.load(
        "P1,calcium,2026-01-05T08:00,10,mg/dL,,,1960-01-01",
        "P1,calcium,2026-01-06T08:00,10.2,mg/dL,,,",
        "P2,calcium,2026-01-05T08:00,9.8,mg/dL,,,",
        today=date(2026, 2, 1),
    )
    return clinic


@pytest.mark.parametrize(
    "row",
    [
        "P1,calcium,2026-01-05T08:00,110,mg/dL,corrected,,",
        "P1,calcium,2026-01-05T08:00,11,mg/dL,corrected,,1961-01-01",
        "P1,calcium,2026-01-05T08:00,11,,corrected,,",
        "P1,calcium,2026-01-05T08:00,,,cancelled,,1961-01-01",
        "P1,calcium,2026-01-05T08:00,,,wrong_patient,,1961-01-01",
        "P1,calcium,2026-01-05T08:00,11,mg/dL,berichtigt?,,",
        "P1,calcium,2026-01-05T08:00,11,,final,,",
        "P1,calcium,2026-01-05T08:00,11.2 (korr.),mg/dL,,,",
        "P1,calcium,2026-01-05T08:00,haemolysed,mg/dL,corrected,,",
    ],
    ids=[
        "implausible", "birth date", "unit", "cancelled", "wrong patient", "unknown status", "differing final",
        "unreadable", "corrected to words",
    ],
)  # fmt: skip
def test_a_waiting_correction_marks_the_result_that_stands_and_no_other(clinic: Clinic, row: str) -> None:
    assert clinic.marked() == []
    clinic.load(row)
    assert len(waiting(clinic.store)) == 1
    assert clinic.marked("P1") == clinic.marked() == ["10"]
    assert clinic.marked("P2") == []


@pytest.mark.parametrize(
    "row",
    [
        "P1,calcium,2026-01-05T08:00,11,,preliminary,,",
        "P1,calcium,2026-01-05T08:00,10,,final,,",
        "P1,calcium,2026-01-05T09:00,11,,corrected,,",
        "P1,calcium,2026-01-05T08:00,11,,corrected,S9,",
        "P1,phosphorus,2026-01-05T08:00,11,,corrected,,",
        "P1,calcium,2026-01-05,11,,final,,",
        "P3,calcium,2026-01-05T08:00,11,,corrected,,",
    ],
    ids=[
        "preliminary",
        "the same",
        "another time",
        "another specimen",
        "another test",
        "another final",
        "nobody",
    ],
)
def test_a_waiting_row_that_would_replace_nothing_marks_nothing(clinic: Clinic, row: str) -> None:
    clinic.load(row)
    assert len(waiting(clinic.store)) == 1
    assert clinic.marked() == []


@pytest.mark.parametrize("times", [("", ""), ("T08:00", "T16:00")], ids=["days", "times"])
def test_a_correction_of_a_day_marks_every_result_that_it_can_mean(
    clinic: Clinic, times: tuple[str, str]
) -> None:
    early, late = times
    clinic.load(
        f"P1,PTH,2026-01-05{early},60,pg/mL,,,", f"P1,PTH,2026-01-05{late},65,pg/mL,,,", "P2,PTH,2026-01-05,70,pg/mL,,,",
        "P1,PTH,2026-01-06,71,pg/mL,,,",
    )  # fmt: skip
    clinic.load("P1,PTH,2026-01-05,66,pg/mL,corrected,,")
    assert clinic.marked() == ["60", "65"]
    clinic.settle(discard="asked the laboratory: another patient's")
    assert clinic.marked() == []


def test_settled_or_discarded_or_taken_back_it_is_marked_no_longer(clinic: Clinic) -> None:
    row = "P1,calcium,2026-01-05T08:00,110,mg/dL,corrected,,"
    number = clinic.load(row)
    undo(clinic.store, number, who="t", today=TODAY)
    assert clinic.marked() == []
    clinic.load(row)
    assert clinic.marked() == ["10"]
    clinic.settle(value="11.0")
    assert clinic.marked() == []
    settlement = clinic.store.value("SELECT import_id FROM settlements")
    undo(clinic.store, int(str(settlement)), who="t", today=TODAY)
    assert clinic.marked() == ["10"]  # the decision was taken back: it waits again
    clinic.settle(discard="typing error")
    assert clinic.marked() == []


def test_as_known_before_the_correction_came_nothing_was_marked(clinic: Clinic) -> None:
    clinic.load("P1,calcium,2026-01-05T08:00,110,mg/dL,corrected,,", today=date(2026, 3, 1))
    assert clinic.marked(known_on=date(2026, 2, 28)) == []
    assert clinic.marked(known_on=date(2026, 3, 1)) == ["10"]
    clinic.settle(value="11.0")
    assert clinic.marked(known_on=date(2026, 3, 1)) == ["10"]


@pytest.mark.parametrize(
    "row",
    [
        "P1,calcium,2026-01-07T08:00,11.2 (korr.),mg/dL,,,",
        "P1,calcium,2026-01-05T08:00,folgt,mg/dL,,,",
        "P1,calcium,2026-01-05T08:00,11.2 (vorl.),mg/dL,preliminary,,",
        "P1,calcium,2026-01-05,11.2 (korr.),mg/dL,,,",
    ],
    ids=["another draw", "pending", "preliminary", "another result of that day"],
)
def test_an_unreadable_row_that_says_nothing_new_is_rejected_and_marks_nothing(
    clinic: Clinic, row: str
) -> None:
    clinic.load(row)
    assert waiting(clinic.store).empty
    assert clinic.marked() == []


def test_the_number_of_an_unreadable_row_supersedes_once_a_person_gives_it(clinic: Clinic) -> None:
    clinic.load("P1,calcium,2026-01-05T08:00,11.2 (korr.),mg/dL,,,")
    assert clinic.marked() == ["10"]
    clinic.settle(value="11.2")
    assert clinic.marked() == []
    assert clinic.store.value("SELECT value FROM results ORDER BY record_id DESC LIMIT 1") == 11.2


@pytest.mark.parametrize(("first", "waits"), [("11.0", 1), ("?", 0)])
def test_within_one_file_only_a_result_further_up_is_older(clinic: Clinic, first: str, waits: int) -> None:
    clinic.load(
        f"P1,calcium,2026-01-09T08:00,{first},mg/dL,,,", "P1,calcium,2026-01-09T08:00,11.2 (korr.),mg/dL,,,"
    )
    assert len(waiting(clinic.store)) == waits
    assert len(clinic.marked()) == waits
