"""What ordinary simulated patients tell: mostly nothing, some passing pains, diarrhoea, an admission."""

from __future__ import annotations

from data.demo.rows import Chart

LOWER_LIMB = ("knee", "knee", "foot", "ankle", "lower_leg", "heel")
ELSEWHERE = (
    ("pain", "back"),
    ("pain", "arm"),
    ("pain", "abdomen"),
    ("diarrhoea", "other"),
    ("other", "hand"),
)


def complain(chart: Chart, increases: list[int]) -> None:
    """Adds symptoms with follow-ups, and events. increases: days on which the CNI dose went up."""
    chance = chart.chance
    recent = max(10, chart.now - 700)
    if chance.random() < 0.13:
        onset = chance.randint(min(recent, chart.now), chart.now)
        if increases and chance.random() < 0.2:
            onset = min(chart.now, chance.choice(increases) + chance.randint(1, 25))
        _pain(chart, onset)
    if chance.random() < 0.25:
        symptom, site = chance.choice(ELSEWHERE)
        _episode(
            chart,
            symptom,
            site,
            chance.randint(min(recent, chart.now), chart.now),
            chance.randint(2, 5),
            chance.randint(4, 40),
        )
    if chance.random() < 0.1 and (day := chance.randint(20, 1100)) <= chart.now:
        title = chance.choice(("Urinary tract infection", "Gastroenteritis", "Pneumonia"))
        chart.add(
            "events",
            kind="admission",
            happened_on=str(chart.on(day)),
            title=title,
            detail="",
            date_precision="day",
        )
    if chance.random() < 0.05 and (day := chance.randint(10, 300)) <= chart.now:
        for kind, title, offset in (
            ("biopsy", "Graft biopsy", 0),
            ("rejection", "Borderline rejection, steroid pulses", 1),
        ):
            chart.add(
                "events",
                kind=kind,
                happened_on=str(chart.on(day + offset)),
                title=title,
                detail="",
                date_precision="day",
            )


def _pain(chart: Chart, onset: int) -> None:
    """A lower-limb pain: usually one side, mild, and gone within weeks."""
    chance = chart.chance
    side = chance.choice(("left", "right", "left", "right", "both"))
    score = chance.choice((2, 2, 3, 3, 3, 4, 5))
    _episode(chart, "pain", chance.choice(LOWER_LIMB), onset, score, chance.randint(5, 45), side)


def _episode(
    chart: Chart, symptom: str, site: str, onset: int, score: int, lasts: int, side: str = ""
) -> None:
    """First told up to a week after the onset, then asked at about every third week until it is gone."""
    chance = chart.chance
    told = min(chart.now, onset + chance.randint(0, 7))
    row = {
        "symptom": symptom,
        "site": site,
        "onset_on": str(chart.on(onset)),
        "side": side,
        "told_by": "patient",
    }
    precision = "day" if told == onset else chance.choice(("day", "week"))
    chart.add(
        "symptoms",
        **row,
        severity=str(score),
        walking="normal",
        recorded_on=str(chart.on(told)),
        date_precision=precision,
    )
    day = told + chance.randint(14, 28)
    while day < onset + lasts and day <= chart.now:
        score = max(1, score - chance.randint(0, 1))
        chart.add(
            "symptoms",
            **row,
            severity=str(score),
            walking="normal",
            recorded_on=str(chart.on(day)),
            date_precision=precision,
        )
        day += chance.randint(14, 28)
    end = max(onset + lasts, told + 1)
    if end <= chart.now:
        on = str(chart.on(end))
        chart.add(
            "symptoms",
            **row,
            severity="0",
            walking="normal",
            recorded_on=on,
            resolved_on=on,
            date_precision=precision,
        )
