"""Rows of the simulated clinic under their native column names, and how its two laboratories print a result."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

LAST_DAY = date(2026, 6, 30)
"""The simulated clinic's "today": nothing on its record lies after it."""
RECORDS_FROM = LAST_DAY - timedelta(days=1100)
"""Laboratory results of long-standing patients begin here, as after a change of laboratory system."""

# analyte: (unit, decimals, low, high) of the laboratory that prints conventional units
CONVENTIONAL: dict[str, tuple[str, int, float | None, float | None]] = {
    "tacrolimus": ("ng/mL", 1, None, None),
    "cyclosporine": ("ng/mL", 0, None, None),
    "sirolimus": ("ng/mL", 1, None, None),
    "calcium": ("mg/dL", 1, 8.6, 10.2),
    "phosphorus": ("mg/dL", 1, 2.5, 4.5),
    "pth": ("pg/mL", 0, 15, 65),
    "alp": ("U/L", 0, 40, 130),
    "albumin": ("g/dL", 1, 3.5, 5.0),
    "creatinine": ("mg/dL", 2, 0.6, 1.2),
    "magnesium": ("mg/dL", 1, 1.6, 2.6),
    "vitamin_d_25oh": ("ng/mL", 0, 20, 80),
    "crp": ("mg/L", 0, None, 5),
}
# the other laboratory prints SI: (unit, decimals, factor from conventional)
SI: dict[str, tuple[str, int, float]] = {
    "tacrolimus": ("µg/L", 1, 1),
    "cyclosporine": ("µg/L", 0, 1),
    "sirolimus": ("µg/L", 1, 1),
    "calcium": ("mmol/L", 2, 0.2495),
    "phosphorus": ("mmol/L", 2, 0.3229),
    "pth": ("pmol/L", 1, 1 / 9.425),
    "albumin": ("g/L", 0, 10),
    "creatinine": ("µmol/L", 0, 88.4),
    "magnesium": ("mmol/L", 2, 0.4114),
    "vitamin_d_25oh": ("nmol/L", 0, 2.496),
}
LEVELS = ("tacrolimus", "cyclosporine", "sirolimus")


@dataclass
class Chart:
    """One simulated patient's rows; day numbers count from the transplant, or from the first dose without one."""

    patient_id: str
    anchor_on: date
    chance: random.Random
    si_laboratory: bool = False
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _specimen: int = 0

    def on(self, day: int) -> date:
        """The calendar day of a day number."""
        return self.anchor_on + timedelta(days=day)

    @property
    def now(self) -> int:
        """The day number of the clinic's last day."""
        return (LAST_DAY - self.anchor_on).days

    def add(self, kind: str, /, **row: str) -> dict[str, str]:
        """Put one native row on record and return it."""
        full = {"patient_id": self.patient_id, **row}
        self.rows.setdefault(kind, []).append(full)
        return full

    def draw(self, day: int, values: dict[str, float | str]) -> None:
        """One blood sample with its results in conventional units; none in the future or before the system."""
        drawn_on = self.on(day)
        if drawn_on > LAST_DAY or (drawn_on < RECORDS_FROM and day > 0):
            return
        self._specimen += 1
        clock = f"{7 + self.chance.randrange(3):02d}:{self.chance.choice((5, 10, 20, 35, 40, 55)):02d}"
        for analyte, value in values.items():
            row = {"test": analyte, "collected_at": f"{drawn_on}T{clock}", **self._printed(analyte, value)}
            if analyte in LEVELS:
                row["timing"] = "trough"
            self.add(
                "labs",
                **row,
                specimen_id=f"{self.patient_id}-{self._specimen:03d}",
                status="final",
                reported_at=f"{drawn_on}T{13 + self.chance.randrange(4)}:00",
            )

    def _printed(self, analyte: str, value: float | str) -> dict[str, str]:
        """Value, unit and range as the patient's laboratory prints them; a leading < or > is kept."""
        unit, decimals, low, high = CONVENTIONAL[analyte]
        factor = 1.0
        if self.si_laboratory and analyte in SI:
            unit, decimals, factor = SI[analyte]
        sign, number = ("", float(value)) if not isinstance(value, str) else (value[0], float(value[1:]))
        shown = {"value": f"{sign}{number * factor:.{decimals}f}", "unit": unit}
        if low is not None:
            shown["reference_low"] = f"{low * factor:.{decimals}f}"
        if high is not None:
            shown["reference_high"] = f"{high * factor:.{decimals}f}"
        return shown

    def dose(self, day: int, drug: str, mg_per_day: float, formulation: str = "", reason: str = "") -> None:
        """A total daily dose from a day on; an earlier row of the drug ends the day before by itself."""
        common = {
            "drug": drug,
            "dose_unit": "mg",
            "started_on": str(self.on(day)),
            "formulation": formulation,
            "reason": reason,
        }
        for amount, frequency in parts(drug, mg_per_day, formulation):
            self.add("doses", **common, dose=f"{amount:g}", frequency=frequency)

    def last(self, day: int, drug: str) -> None:
        """The last day on which a drug was taken."""
        running = [row for row in self.rows["doses"] if row["drug"] == drug]
        for row in running:
            if row["started_on"] == running[-1]["started_on"]:
                row["stopped_on"] = str(self.on(day))


def parts(drug: str, mg_per_day: float, formulation: str) -> list[tuple[float, str]]:
    """A daily dose as capsules allow: once a day, twice the same, or a larger morning and a smaller evening dose."""
    twice = (
        drug in ("tacrolimus", "cyclosporine", "mycophenolic_acid", "voriconazole")
        and formulation != "extended_release"
    )
    if not twice:
        return [(mg_per_day, "once_daily")]
    step = 0.5 if drug == "tacrolimus" else 5
    half = mg_per_day / 2
    if abs(half / step - round(half / step)) < 1e-9:
        return [(half, "twice_daily")]
    return [(half + step / 2, "once_daily"), (half - step / 2, "once_daily")]
