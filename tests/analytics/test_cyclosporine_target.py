"""A clinic sets a cyclosporine target: until then the rule cannot tell, from then on it judges."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.alerts import evaluate
from analytics.settings import Settings, load, parse
from data.errors import TroughlineError
from data.importing.api import import_file
from data.store import Store

FILES = {
    "transplants": "patient_id,transplanted_on\nA,2024-01-31\n",
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on\nA,cyclosporine,100,mg,twice_daily,2024-01-31\n",
    "labs": "patient_id,test,collected_at,value,unit\nA,cyclosporine,2024-03-11T08:00,260,ng/mL\n"
    "A,cyclosporine,2025-03-11T08:00,260,ng/mL\n",
}
OWN = "[target]\ncyclosporine_first_low = 150\ncyclosporine_first_high = 250\n"
LATER = "cyclosporine_later_low = 80\ncyclosporine_later_high = 150\n"


def answers(store: Store, settings: Settings, day: date) -> tuple[str, list[tuple[str, float]]]:
    found = evaluate(store, day, settings=settings)
    rule = found.answers["rule"] == "trough_out_of_target"
    alerts = found.alerts[found.alerts["rule"] == "trough_out_of_target"]
    return found.answers.loc[rule, "answer"].item(), list(
        zip(alerts["severity"], alerts["threshold"], strict=True)
    )


def test_the_clinic_s_cyclosporine_target(clinic_store: Store, tmp_path: Path) -> None:
    for kind, text in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(
            clinic_store, tmp_path / f"{kind}.csv", who="t", today=date(2026, 1, 1), kind=kind, backfill=True
        )
    early, late = date(2024, 3, 12), date(2025, 3, 12)
    assert answers(clinic_store, load(), early) == ("cannot_tell", [])
    assert answers(clinic_store, parse(OWN), early) == ("clear", [])
    assert answers(clinic_store, parse(OWN), late) == ("cannot_tell", []), "nothing is set for after month 12"
    assert answers(clinic_store, parse(OWN + LATER), late) == ("fires", [("warning", 187.5)])


SWITCH = {
    "transplants": "patient_id,transplanted_on\nA,2025-01-10\n",
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on,stopped_on\n"
    "A,cyclosporine,100,mg,twice_daily,2025-01-10,2025-03-05\nA,tacrolimus,3,mg,twice_daily,2025-03-01,\n",
    "targets": "patient_id,drug,low,high,from_on\nA,cyclosporine,100,200,2025-01-10\n",
}
TACROLIMUS_TOXIC = ("critical", "2025-03-04", "")


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("", [TACROLIMUS_TOXIC]),
        ("A,cyclosporine,2025-03-05T08:00,120,ng/mL\n", [TACROLIMUS_TOXIC]),
        (
            "A,cyclosporine,2025-02-10T08:00,300,ng/mL\n",
            [("warning", "2025-02-10", "2025-03-06"), TACROLIMUS_TOXIC],
        ),
        (
            "A,cyclosporine,2025-03-04T08:00,300,ng/mL\n",
            [("warning", "2025-03-04", "2025-03-06"), TACROLIMUS_TOXIC],
        ),
        ("A,tacrolimus,2025-03-09T08:00,6,ng/mL\n", [("critical", "2025-03-04", "2025-03-09")]),
    ],
    ids=[
        "alone",
        "clear cyclosporine level",
        "high cyclosporine before",
        "both on one day",
        "clear tacrolimus level",
    ],
)
def test_a_level_of_one_drug_does_not_answer_for_the_other(
    clinic_store: Store, tmp_path: Path, levels: str, expected: list[tuple[str, str, str]]
) -> None:
    """A switch with five days of both: 24.6 of tacrolimus stays open until a tacrolimus level is clear."""
    labs = f"patient_id,test,collected_at,value,unit\nA,tacrolimus,2025-03-04T08:00,24.6,ng/mL\n{levels}"
    for kind, text in {**SWITCH, "labs": labs}.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(
            clinic_store, tmp_path / f"{kind}.csv", who="t", today=date(2026, 1, 1), kind=kind, backfill=True
        )
    found = evaluate(clinic_store, date(2025, 3, 20)).alerts
    found = found[found["rule"] == "trough_out_of_target"]
    assert [
        (a.severity, f"{a.began_on:%Y-%m-%d}", "" if a.status == "open" else f"{a.ended_on:%Y-%m-%d}")
        for a in found.itertuples()
    ] == expected
    assert not found.duplicated(["began_on", "sequence"]).any(), "each episode has an identity of its own"


def test_a_low_end_without_a_high_one_is_refused() -> None:
    with pytest.raises(
        TroughlineError, match=r"target\.cyclosporine_first_low .* target\.cyclosporine_first_high"
    ):
        parse("[target]\ncyclosporine_first_low = 150\n")
