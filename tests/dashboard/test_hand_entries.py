"""What was typed for a patient is read back as a line in words."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

from dashboard.components.hand_entries import line
from data.entering import enter
from data.store import Store

ENTRIES = {
    "transplants": {"transplanted_on": "2026-01-01", "organ": "kidney", "failed_on": "2026-05-30"},
    "symptoms": {
        "symptom": "pain", "site": "lower_leg", "side": "both", "onset_on": "2026-06-01", "severity": "5", "recorded_on": "2026-06-12",
    },
    "doses": {"drug": "tacrolimus", "dose": "2", "dose_unit": "mg", "frequency": "twice_daily", "started_on": "2026-06-01"},
    "targets": {"drug": "tacrolimus", "low": "5", "high": "8", "from_on": "2026-06-01", "until_on": "2026-06-30"},
    "events": {"kind": "dialysis_start", "happened_on": "2026-06-02", "title": "Peritoneal dialysis"},
}  # fmt: skip


def test_each_kind_of_entry_has_its_line(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.duckdb") as store:
        for kind, row in ENTRIES.items():
            account = enter(store, kind, [{"patient_id": "A"} | row], who="R", today=date(2026, 6, 30))
            assert account.stored == 1
        sql = (files("dashboard") / "sql" / "hand_entries.sql").read_text(encoding="utf-8")
        lines = [line(row) for row in store.read(sql, {"patient": "A"}).to_dict("records")]
    assert lines == [
        "dialysis start Peritoneal dialysis on 2026-06-02",
        "target tacrolimus 5.0–8.0 ng/mL from 2026-06-01 until 2026-06-30",
        "tacrolimus 2 mg twice daily from 2026-06-01",
        "pain both lower legs since 2026-06-01 score 5 told 2026-06-12",
        "kidney transplant on 2026-01-01 failed 2026-05-30",
    ]
