"""Who is exposed to what: doses day by day, changes, CNI courses and the CIPS windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plain_reference import settings as s
from plain_reference.calendar_days import ONE, plus, plus_months, runs
from plain_reference.records import Chart, Row, interacting_drugs


@dataclass(frozen=True)
class Regimen:
    """One drug as taken on one day."""

    formulation: str | None
    mg_per_day: float | None
    per_week: float | None

    @property
    def extended_once_daily(self) -> bool:
        return (self.formulation or "").startswith("extended_release") and self.per_week == 7

    def same_formulation(self, other: Regimen) -> bool:
        """An unknown formulation equals a named one."""
        return None in (self.formulation, other.formulation) or self.formulation == other.formulation


@dataclass(frozen=True)
class Change:
    """A change of one drug; before is the regimen that it replaced (within 7 days), after the one from that day."""

    day: date
    drug: str
    kind: str
    before: Regimen | None
    after: Regimen | None


@dataclass(frozen=True)
class Window:
    """Days of compatible timing after an anchor."""

    first: date
    last: date
    anchor: str
    anchor_on: date


class Exposure:
    """The doses of one chart, day by day up to as_of."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.days: dict[str, dict[date, Regimen]] = {}
        self._anchors: dict[date, tuple[str, date] | None] = {}
        for drug in {row.drug for row in chart.doses}:
            self.days[drug] = _day_by_day([r for r in chart.doses if r.drug == drug], chart.as_of)

    def taken(self, drug: str, day: date) -> Regimen | None:
        """The regimen of a drug on a day, None when not taken."""
        return self.days.get(drug, {}).get(day)

    def on_cni(self, day: date) -> bool:
        return any(self.taken(drug, day) for drug in s.CNI)

    def not_yet(self, drug: str, day: date) -> bool:
        """Before the first recorded dose: nobody knows what was taken, and a level counts as taken."""
        return not any(taken <= day for taken in self.days.get(drug, {}))

    def off(self, drug: str, day: date) -> bool:
        """Recorded as no longer taken."""
        return not self.taken(drug, day) and not self.not_yet(drug, day)

    def first_day_off(self, drug: str, after: date) -> date | None:
        """The first day after this one on which the drug is recorded as not taken, by as_of."""
        day = after + ONE
        while day <= self.chart.as_of:
            if self.off(drug, day):
                return day
            day += ONE
        return None

    @cached_property
    def cni_days(self) -> list[date]:
        return sorted({day for drug in s.CNI for day in self.days.get(drug, {})})

    @cached_property
    def courses(self) -> list[date]:
        """The first days of the CNI courses."""
        firsts: list[date] = []
        before: date | None = None
        for day in self.cni_days:
            if before is None or (day - before).days - 1 >= s.NEW_COURSE_AFTER_FREE_DAYS:
                firsts.append(day)
            before = day
        return firsts

    @cached_property
    def changes(self) -> list[Change]:
        """Starts, restarts, increases, reductions, formulation changes, switches and stops of the CNIs."""
        found = [change for drug in s.CNI for change in self._changes_of(drug)]
        for _, last in runs(self.cni_days):
            if last < self.chart.as_of:
                found.append(Change(last + ONE, "", "stop", None, None))
        return sorted(found, key=lambda c: (c.day, c.drug, c.kind))

    def _changes_of(self, drug: str) -> list[Change]:
        other = next(name for name in s.CNI if name != drug)
        found = []
        taken = self.days.get(drug, {})
        last: date | None = None
        for day in sorted(taken):
            now = taken[day]
            before = taken[last] if last else None
            began = last is None or (day - last).days > 1
            kind = ""
            if began and any(self.taken(other, plus(day, -n)) for n in range(1, 8)):
                kind, before = "switch", None
            elif before is None:
                kind = "start"
            elif last and (day - last).days > s.SAME_ROW_WITHIN_DAYS:
                kind, before = "restart", None
            elif not now.same_formulation(before):
                kind = "formulation"
            elif now.mg_per_day is not None and before.mg_per_day is not None:
                if now.mg_per_day > before.mg_per_day:
                    kind = "increase"
                elif now.mg_per_day < before.mg_per_day:
                    kind = "reduction"
            if kind:
                found.append(Change(day, drug, kind, before, now))
            last = day
        return found

    @cached_property
    def interacting(self) -> list[tuple[date, str]]:
        """(day, start or stop) of interacting drugs, from doses and events, while on a CNI."""
        found = []
        for drug, taken in self.days.items():
            if drug not in interacting_drugs():
                continue
            last: date | None = None
            for day in sorted(taken):
                if last is None or (day - last).days > s.SAME_ROW_WITHIN_DAYS:
                    found.append((day, "start"))
                if last is not None and (day - last).days > 1:
                    found.append((last + ONE, "stop"))
                last = day
            if last is not None and last < self.chart.as_of:
                found.append((last + ONE, "stop"))
        for event in self.chart.events:
            if event.kind in ("interacting_drug_start", "interacting_drug_stop"):
                found.append((event.happened_on, event.kind.rsplit("_", 1)[1]))
        return sorted({f for f in found if self.on_cni(f[0])})

    def anchor(self, day: date) -> tuple[str, date] | None:
        """What a day is counted from: the latest transplant, before a first one the latest CNI course."""
        if day not in self._anchors:
            self._anchors[day] = self._find_anchor(day)
        return self._anchors[day]

    def _find_anchor(self, day: date) -> tuple[str, date] | None:
        grafts = [t.transplanted_on for t in self.chart.transplants if t.transplanted_on <= day]
        if grafts:
            return "transplant", max(grafts)
        courses = [c for c in self.courses if c <= day]
        return ("cni_start", max(courses)) if courses else None

    def days_since_graft(self, day: date) -> int | None:
        """Days since the transplant in use on a day."""
        found = self.anchor(day)
        return (day - found[1]).days if found and found[0] == "transplant" else None

    def window(self, day: date) -> Window | None:
        """The CIPS window that holds a day."""
        found = self.anchor(day)
        if not found:
            return None
        first, last = plus(found[1], s.WINDOW_OPENS_DAYS), plus_months(found[1], s.WINDOW_CLOSES_MONTHS)
        return Window(first, last, *found) if first <= day <= last else None

    @cached_property
    def windows(self) -> list[Window]:
        """All windows that have opened by as_of."""
        anchors = {t.transplanted_on for t in self.chart.transplants} | set(self.courses)
        opened = (self.window(plus(a, s.WINDOW_OPENS_DAYS)) for a in sorted(anchors))
        return [w for w in dict.fromkeys(opened) if w and w.first <= self.chart.as_of]

    def cni_or_just_after(self, day: date) -> bool:
        """On a CNI or within 14 days after its last day."""
        return any(self.on_cni(plus(day, -n)) for n in range(s.PAIN_AFTER_CNI_DAYS + 1))


def _day_by_day(rows: list[Row], as_of: date) -> dict[date, Regimen]:
    """One drug: which rows cover which day, added up where they begin together; 0 mg is no exposure."""
    starts = sorted({r.started_on for r in rows})
    days: dict[date, Regimen] = {}
    for index, start in enumerate(starts):
        parts = [r for r in rows if r.started_on == start]
        latest = starts[index + 1] - ONE if index + 1 < len(starts) else as_of
        day = start
        while day <= min(latest, as_of):
            there = [r for r in parts if r.stopped_on is None or day <= r.stopped_on]
            if there and (regimen := _total(there)).mg_per_day != 0:
                days[day] = regimen
            day += ONE
    return days


def _total(parts: list[Row]) -> Regimen:
    amounts = [
        None if p.dose_mg is None or p.doses_per_week is None else p.dose_mg * p.doses_per_week / 7
        for p in parts
    ]
    known = [a for a in amounts if a is not None]
    total = round(sum(known), 9) if len(known) == len(amounts) else None
    named = sorted({p.formulation for p in parts if p.formulation})
    weeks = {p.doses_per_week for p in parts}
    return Regimen("+".join(named) or None, total, weeks.pop() if len(weeks) == 1 else None)
