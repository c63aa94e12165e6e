"""Reads archetypes.txt: ten clinical stories, told in days after the transplant, into native rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files

from data.demo.names import Names
from data.demo.rows import LAST_DAY, LEVELS, Chart
from data.demo.visits import routine_days

PANEL = ("calcium", "phosphorus", "creatinine", "albumin")


@dataclass
class Story:
    """One archetype as written: header fields, usual values, and its lines in order."""

    title: str
    sex: str
    age: int
    now_days: list[int]
    risk_factors: str
    usual: dict[str, float] = field(default_factory=dict)
    lines: list[tuple[int, str, list[str]]] = field(default_factory=list)


def stories() -> list[Story]:
    """The archetypes in the order of their numbers."""
    told: list[Story] = []
    text = (files("data.demo") / "archetypes.txt").read_text(encoding="utf-8")
    for line in (raw.strip() for raw in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            title, sex, age, now, *risk = (part.strip() for part in line[3:].split("|"))
            told.append(
                Story(title, sex, int(age), [int(day) for day in now.split()[1:]], risk[0] if risk else "")
            )
        elif line.startswith("usual "):
            told[-1].usual = {name: float(value) for name, value in _pairs(line.split()[1:])}
        else:
            day, verb, *rest = line.split()
            told[-1].lines.append((int(day), verb, rest))
    return told


def charts(names: Names, clinics: list[tuple[str, str]]) -> list[Chart]:
    """First every archetype at its interesting day (SIM-001 … SIM-010), then those told a second time, further on."""
    told = [(story, story.now_days[0]) for story in stories()]
    told += [(story, now) for story in stories() for now in story.now_days[1:]]
    return [
        _chart(i, story, now, names, clinics[i % len(clinics)])
        for i, (story, now) in enumerate(told, start=1)
    ]


def _chart(number: int, story: Story, now: int, names: Names, clinic: tuple[str, str]) -> Chart:
    chart = Chart(f"SIM-{number:03d}", LAST_DAY - timedelta(days=now), random.Random(f"archetype {number}"))
    birth = LAST_DAY - timedelta(days=round(story.age * 365.25) + 100 + 7 * number)
    chart.add(
        "patients",
        name=names.next(),
        sex=story.sex,
        birth_date=str(birth),
        risk_factors=story.risk_factors,
        indication="kidney transplant",
        primary_disease=chart.chance.choice(
            ("IgA nephropathy", "polycystic kidney disease", "glomerulonephritis")
        ),
        clinic=clinic[0],
        consultant=clinic[1],
    )
    graft = chart.add(
        "transplants",
        transplanted_on=str(chart.anchor_on),
        organ="kidney",
        donor="deceased",
        graft_number="1",
    )
    _draw_blood(chart, story)
    open_pains: dict[str, dict[str, str]] = {}
    for day, verb, rest in story.lines:
        if day > now:
            continue
        if verb == "labs":
            continue
        if verb == "dose":
            formulation = (
                rest[2] if len(rest) > 2 else ("immediate_release" if rest[0] == "tacrolimus" else "")
            )
            chart.dose(day, rest[0], float(rest[1]), formulation)
        elif verb == "last":
            chart.last(day, rest[0])
        elif verb == "failed":
            graft["failed_on"] = str(chart.on(day))
        elif verb == "event":
            title, _, detail = " ".join(rest[1:]).partition(" / ")
            chart.add(
                "events",
                kind=rest[0],
                happened_on=str(chart.on(day)),
                title=title,
                detail=detail,
                date_precision="day",
            )
        else:
            _symptom(chart, day, verb, rest, open_pains)
    return chart


def _symptom(chart: Chart, day: int, verb: str, rest: list[str], known: dict[str, dict[str, str]]) -> None:
    """An onset, a follow-up (again) or the end (gone) of the symptom at one site."""
    if verb in ("again", "gone"):
        row = {**known[rest[0]], "recorded_on": str(chart.on(day))}
        if verb == "gone":
            row |= {"severity": "0", "walking": "normal", "resolved_on": str(chart.on(day))}
        else:
            row |= {"severity": rest[1], "walking": rest[2] if len(rest) > 2 else ""}
    else:
        site, side, score, walking, *more = rest
        extra = dict(part.split("=", 1) for part in _joined(more))
        row = {
            "symptom": verb,
            "site": site,
            "side": side,
            "severity": score,
            "walking": walking.strip("-"),
            **extra,
        }
        row |= {
            "onset_on": str(chart.on(day)),
            "recorded_on": str(chart.on(day)),
            "date_precision": "day",
            "told_by": "patient",
        }
        known[site] = row
    chart.add("symptoms", **{key: value for key, value in row.items() if key != "patient_id"})


def _draw_blood(chart: Chart, story: Story) -> None:
    """The story's own samples, and routine visits between them that hold the latest told (else usual) value.

    A drug level is told by the story alone from its first told level on: a filled one would change the story.
    """
    told = {day: _told(rest) for day, verb, rest in story.lines if verb == "labs"}
    first_level = min((day for day, values in told.items() if set(values) & set(LEVELS)), default=10**6)
    days = set(told) | {
        d for d in routine_days(chart.chance, chart.now) if all(abs(d - day) > 4 for day in told if day > 0)
    }
    held: dict[str, float] = dict(story.usual)
    for day in sorted(days):
        values = told.get(day, {})
        if day > 0:  # what was drawn before the graft does not hold after it
            held |= {name: value for name, value in values.items() if not isinstance(value, str)}
        wanted = [
            name
            for name in held
            if name not in values and (day not in told or (day > 0 and name in (*PANEL, *LEVELS)))
        ]
        wanted = [name for name in wanted if name not in LEVELS or day < first_level]
        if day <= chart.now:
            chart.draw(day, values | {name: held[name] * chart.chance.gauss(1, 0.015) for name in wanted})


def _told(words: list[str]) -> dict[str, float | str]:
    return {name: value if value[0] in "<>" else float(value) for name, value in _pairs(words)}


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return list(zip(words[::2], words[1::2], strict=True))


def _joined(words: list[str]) -> list[str]:
    """Puts words without a key back behind the key=value before them (a note may have spaces)."""
    joined: list[str] = []
    for word in words:
        if "=" in word or not joined:
            joined.append(word)
        else:
            joined[-1] += f" {word}"
    return joined
