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


def test_a_low_end_without_a_high_one_is_refused() -> None:
    with pytest.raises(
        TroughlineError, match=r"target\.cyclosporine_first_low .* target\.cyclosporine_first_high"
    ):
        parse("[target]\ncyclosporine_first_low = 150\n")
