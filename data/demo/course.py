"""The course of an ordinary simulated patient: doses that follow the levels, levels that follow the doses, and the laboratory."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.demo.complaints import complain
from data.demo.rows import Chart
from data.demo.visits import routine_days, wants_turnover_panel


@dataclass(frozen=True)
class Nature:
    """What stays with a simulated patient."""

    drug: str  # the CNI
    formulation: str
    level_per_mg: float  # C0/D in ng/mL per mg/day, after the first months
    scatter: float  # of the levels, as a share
    creatinine: float
    calcium: float
    phosphorus: float
    pth: float
    alp: float
    attends: int  # day of the last visit kept


def simulate(chart: Chart, *, arthritis: bool) -> None:
    """Adds doses, laboratory results, events and complaints from the first day to the clinic's last."""
    nature = _nature(chart, arthritis)
    if not arthritis:
        _companions(chart)
    increases = _levels_and_doses(chart, nature, arthritis)
    complain(chart, increases)


def _nature(chart: Chart, arthritis: bool) -> Nature:
    chance = chart.chance
    drug = "cyclosporine" if chance.random() < 0.12 and not arthritis else "tacrolimus"
    formulation = (
        ""
        if drug == "cyclosporine"
        else chance.choice(("immediate_release",) * 3 + ("extended_release",) * 2)
    )
    tertiary = chance.random() < 0.045  # persistent hyperparathyroidism with high calcium
    lost = chance.random() < 0.035 and chart.now > 500
    return Nature(
        drug=drug,
        formulation=formulation,
        level_per_mg=math.exp(chance.gauss(math.log(0.62 if drug == "cyclosporine" else 1.35), 0.3)),
        scatter=0.34 if chance.random() < 0.02 else chance.uniform(0.12, 0.23),
        creatinine=chance.uniform(0.8, 1.1) if arthritis else math.exp(chance.gauss(math.log(1.35), 0.22)),
        calcium=chance.uniform(10.3, 10.8) if tertiary else chance.gauss(9.45, 0.22),
        phosphorus=chance.gauss(3.2, 0.35),
        pth=chance.uniform(210, 330) if tertiary else min(190, math.exp(chance.gauss(math.log(80), 0.35))),
        alp=math.exp(chance.gauss(math.log(78), 0.2)),
        attends=chart.now - chance.randint(210, 380) if lost else chart.now,
    )


def _target(nature: Nature, day: int, arthritis: bool) -> float:
    """The level that the simulated clinic aims for, ng/mL."""
    if arthritis:
        return 4.5
    early, middle, late = (190.0, 150.0, 110.0) if nature.drug == "cyclosporine" else (8.5, 7.4, 5.9)
    return early if day < 90 else middle if day < 365 else late


def _levels_and_doses(chart: Chart, nature: Nature, arthritis: bool) -> list[int]:
    """Walks through the visits: a level for the dose taken, a new dose where the level strays. Returns days of increase."""
    chance = chart.chance
    step = 25 if nature.drug == "cyclosporine" else 0.5
    dose = 2.0 if arthritis else _rounded(_target(nature, 0, False) / _level_per_mg(nature, 0), step)
    recorded_from = max(
        0, chart.now - 1090
    )  # an old patient's first row carries the dose of the first day on record
    pending = [(0, dose)]
    days = [day for day in routine_days(chance, chart.now) if day <= nature.attends]
    controls: set[int] = set()
    turnover_on: int | None = None
    increases: list[int] = []
    settled_from = 0
    position = 0
    while position < len(days):
        day = days[position]
        position += 1
        level = dose * _level_per_mg(nature, day) * math.exp(chance.gauss(0, nature.scatter))
        values: dict[str, float | str] = {nature.drug: level, "creatinine": _creatinine(chart, nature, day)}
        if day not in controls:
            values |= _minerals(chart, nature, day)
            if not arthritis and wants_turnover_panel(day, turnover_on):
                turnover_on = day
                values |= _turnover(chart, nature, day)
        chart.draw(day, values)
        aim = _target(nature, day, arthritis)
        strays = level > 1.35 * aim or level < 0.72 * aim
        if strays and day >= settled_from and not arthritis:
            wanted = _rounded((dose + dose * aim / level) / 2, step)
            if wanted != dose:
                if wanted > dose:
                    increases.append(day + 1)
                dose = wanted
                pending.append((day + 1, dose))
                settled_from = day + 6
                control = (
                    day
                    + 1
                    + (
                        chance.randint(7, 9)
                        if nature.formulation == "extended_release"
                        else chance.randint(4, 8)
                    )
                )
                if control <= chart.now and chance.random() < 0.75 and control not in days:
                    controls.add(control)
                    days = sorted({*days, control})
    _write_doses(chart, nature, pending, recorded_from)
    return [day for day in increases if day >= recorded_from]


def _write_doses(chart: Chart, nature: Nature, pending: list[tuple[int, float]], recorded_from: int) -> None:
    before = [mg for day, mg in pending if day <= recorded_from]
    rows = [(0, before[-1])] + [(day, mg) for day, mg in pending if day > recorded_from]
    for day, mg in rows:
        if day <= chart.now:
            chart.dose(day, nature.drug, mg, nature.formulation, "" if day == 0 else "level")


def _rounded(mg: float, step: float) -> float:
    return max(2 * step, round(mg / step) * step)


def _level_per_mg(nature: Nature, day: int) -> float:
    """Less level a milligram in the first months: more steroid, lower haematocrit."""
    return nature.level_per_mg * (0.72 + 0.28 * min(day, 180) / 180)


def _creatinine(chart: Chart, nature: Nature, day: int) -> float:
    return nature.creatinine * (1 + 2.2 * math.exp(-day / 6)) * chart.chance.gauss(1, 0.045)


def _minerals(chart: Chart, nature: Nature, day: int) -> dict[str, float | str]:
    chance = chart.chance
    low_phosphorus = 0.9 * math.exp(-day / 60) if chart.rows.get("transplants") else 0.0
    values: dict[str, float | str] = {
        "calcium": nature.calcium + 0.25 * math.exp(-(((day - 50) / 60) ** 2)) + chance.gauss(0, 0.16),
        "phosphorus": max(1.6, nature.phosphorus - low_phosphorus + chance.gauss(0, 0.22)),
        "albumin": min(4.9, 4.2 - 0.7 * math.exp(-day / 25) + chance.gauss(0, 0.15)),
    }
    if day > 90:
        values["magnesium"] = chance.gauss(1.8, 0.12)
    if chance.random() < 0.12:
        crp = chance.expovariate(1 / 4)
        values["crp"] = "<5" if crp < 5 else crp
    return values


def _turnover(chart: Chart, nature: Nature, day: int) -> dict[str, float | str]:
    chance = chart.chance
    pth = nature.pth * (1 + 1.1 * math.exp(-day / 60)) * chance.gauss(1, 0.1)
    bump = 1 + 0.1 * math.exp(-(((day - 100) / 90) ** 2))
    values: dict[str, float | str] = {
        "pth": max(12.0, pth),
        "alp": nature.alp * bump * chance.gauss(1, 0.055),
    }
    if chance.random() < 0.4:
        values["vitamin_d_25oh"] = max(8.0, chance.gauss(28, 8))
    return values


def _companions(chart: Chart) -> None:
    """Steroid taper and mycophenolate, as most clinics give them."""
    chance = chart.chance
    keeps_steroid = chance.random() < 0.7
    steroid = [
        (0, 20.0),
        (chance.randint(12, 16), 15.0),
        (chance.randint(26, 31), 10.0),
        (chance.randint(52, 64), 7.5),
    ]
    steroid.append((chance.randint(88, 120), 5.0))
    for day, mg in steroid:
        if day <= chart.now:
            chart.dose(day, "prednisolone", mg, reason="" if day == 0 else "taper")
    ends = chance.randint(170, 260)
    if not keeps_steroid and ends <= chart.now:
        chart.last(ends, "prednisolone")
    mycophenolate = chance.choice((1080.0, 1440.0))
    chart.dose(0, "mycophenolic_acid", mycophenolate)
    if chance.random() < 0.25 and (day := chance.randint(40, 400)) <= chart.now:
        chart.dose(
            day, "mycophenolic_acid", mycophenolate / 2, reason=chance.choice(("leucopenia", "diarrhoea"))
        )
