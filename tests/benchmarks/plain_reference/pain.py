"""Pain, skin lesions and the alkaline phosphatase beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from plain_reference import settings as s
from plain_reference.answers import (
    CANNOT_TELL,
    CLEAR,
    Episode,
    Judgement,
    Verdict,
    above,
    answer,
    both,
    either,
    judged,
)
from plain_reference.calendar_days import ONE, plus, plus_months, rounded, runs
from plain_reference.exposure import Exposure, Window
from plain_reference.mineral import product_over, products, pth_raised
from plain_reference.records import Chart, Row


@dataclass(frozen=True)
class Symptom:
    """One symptom with its follow-ups up to as_of."""

    symptom: str
    site: str
    onset_on: date
    records: list[tuple[date, Row]]  # day on which a record stands, in order
    resolved_on: date | None

    @property
    def name(self) -> str:
        return f"{self.symptom} {self.site}"

    @property
    def none(self) -> bool:
        """Scored 0 on all its records."""
        return bool(self.records) and all(row.severity == 0 for _, row in self.records)

    def open_on(self, day: date) -> bool:
        return self.onset_on <= day and (self.resolved_on is None or day < self.resolved_on)

    @property
    def scores(self) -> list[tuple[date, float]]:
        return [(day, row.severity) for day, row in self.records if row.severity is not None]

    @property
    def worse_on(self) -> list[date]:
        """The days of a score 2 or more above the scored record before it, while open."""
        pairs = zip(self.scores, self.scores[1:], strict=False)
        return [day for (_, old), (day, new) in pairs if new >= old + s.WORSE_BY_SCORE and self.open_on(day)]

    @property
    def latest_on(self) -> date:
        return max([self.onset_on, *(day for day, _ in self.records)])

    @property
    def last_score(self) -> float | None:
        return self.scores[-1][1] if self.scores else None


def symptoms(chart: Chart) -> list[Symptom]:
    """The symptoms of a chart in the order of their onset."""
    grouped: dict[tuple[date, str, str], list[Row]] = {}
    for row in chart.symptoms:
        grouped.setdefault((row.onset_on, row.symptom, row.site), []).append(row)
    found = []
    for (onset, symptom, site), rows in sorted(grouped.items()):
        stands = [(row.recorded_on or onset, row) for row in rows]
        records = sorted(
            ((d, r) for d, r in stands if d <= chart.as_of), key=lambda x: (x[0], x[1].record_id)
        )
        ends = [r.resolved_on for r in rows if r.resolved_on and r.resolved_on <= chart.as_of]
        found.append(Symptom(symptom, site, onset, records, max(ends, default=None)))
    return found


class Pains:
    """The pain rules for one chart."""

    def __init__(self, chart: Chart, exposure: Exposure) -> None:
        self.chart, self.exposure = chart, exposure
        self.all = symptoms(chart)
        self.lower_limb = [
            p for p in self.all if p.symptom == "pain" and p.site in s.LOWER_LIMB and not p.none
        ]
        # without any dose on record, or with CNI levels but no CNI dose, nobody can say whether a CNI was taken
        cni_dose = any(row.drug in s.CNI for row in chart.doses)
        self.undosed = not chart.doses or (not cni_dose and bool(chart.of(*s.CNI)))
        self.otherwise = CANNOT_TELL if self.undosed else CLEAR
        self.otherwise_pain = self.otherwise if self.lower_limb else CLEAR
        # a level drawn before the first recorded dose: nobody knows since when it was taken
        first = min(exposure.cni_days, default=chart.as_of)
        early = any(r.day < first and r.comparator != "<" for r in chart.of(*s.CNI))
        self.undosed_until = first if early and not self.undosed else None
        if any(self._undosed_on(p.onset_on) and p.open_on(chart.as_of) for p in self.lower_limb):
            self.otherwise_pain = CANNOT_TELL

    def open_on(self, day: date) -> bool:
        return any(p.open_on(day) for p in self.lower_limb)

    def _undosed_on(self, day: date) -> bool:
        return self.undosed or (self.undosed_until is not None and day < self.undosed_until)

    def cips_window(self) -> Verdict:
        days = [d for d in self.exposure.cni_days if self.exposure.window(d)]
        episodes = []
        for first, last in runs(days):
            window = self.exposure.window(first)
            assert window
            found = Episode("cips_window", _lowered("watch", window), first, last)
            found.ended_on = last + ONE if last < self.chart.as_of else None
            found.value, found.unit = (last - window.anchor_on).days, "days"
            episodes.append(found)
        return Verdict(episodes, self.otherwise)

    def cips_pain_in_window(self) -> Verdict:
        episodes = []
        for pain in self.lower_limb:
            moments = [pain.onset_on, *pain.worse_on]
            qualifying = [(d, w) for d in moments if (w := self.exposure.window(d))]
            qualifying += [(w.first, w) for w in self.exposure.windows if pain.open_on(w.first)]
            qualifying = [q for q in qualifying if self.exposure.cni_or_just_after(q[0])]
            if not qualifying:
                continue
            began = min(day for day, _ in qualifying)
            reached = {_lowered(_pain_severity(pain), window) for _, window in qualifying}
            severity = min(reached, key=s.RANK.__getitem__)
            episodes.append(_symptom_episode("cips_pain_in_window", severity, began, pain))
        return Verdict(episodes, self.otherwise_pain)

    def cips_pain_after_cni_increase(self) -> Verdict:
        days = [c.day for c in self.exposure.changes if c.kind == "increase"]
        return self._after("cips_pain_after_cni_increase", "critical", days)

    def pain_after_exposure_change(self) -> Verdict:
        kinds = ("start", "restart", "switch", "formulation")
        days = [c.day for c in self.exposure.changes if c.kind in kinds]
        days += [day for day, _ in self.exposure.interacting]
        return self._after("pain_after_exposure_change", "warning", days)

    def _after(self, rule: str, severity: str, changed: Iterable[date]) -> Verdict:
        episodes = []
        for pain in self.lower_limb:
            for day in [pain.onset_on, *pain.worse_on]:
                lags = [lag for c in changed if 0 <= (lag := (day - c).days) <= s.PAIN_LAG_DAYS]
                if lags:
                    found = _symptom_episode(rule, severity, day, pain)
                    found.value, found.unit, found.threshold = min(lags), "days", s.PAIN_LAG_DAYS
                    episodes.append(found)
                    break
        return Verdict(episodes, self.otherwise_pain)

    def cips_pain_beyond_18_months(self) -> Verdict:
        raised = self.cips_pain_in_window().episodes + self.cips_pain_after_cni_increase().episodes
        episodes, otherwise = [], self.otherwise_pain
        for pain in self.lower_limb:
            alerts = [e.began_on for e in raised if (e.symptom, e.onset_on) == (pain.name, pain.onset_on)]
            if not alerts:
                continue
            day = max(plus_months(pain.onset_on, s.LATE_PAIN_MONTHS), min(alerts))
            reached = day <= self.chart.as_of and pain.open_on(self.chart.as_of)
            while day <= self.chart.as_of and pain.open_on(day):
                if any(0 <= (day - d).days <= s.LATE_PAIN_RECORD_DAYS for d, _ in pain.records):
                    episodes.append(_symptom_episode("cips_pain_beyond_18_months", "warning", day, pain))
                    break
                day += ONE
            else:
                otherwise = CANNOT_TELL if reached else otherwise
        return Verdict(episodes, otherwise)

    def calciphylaxis_risk(self) -> Verdict:
        episodes, otherwise = [], CLEAR
        for skin in self.all:
            if skin.symptom not in s.SKIN or skin.site not in s.SITES:
                continue
            if self._painful(skin):
                severity = "critical" if self._skin_critical(skin) else "warning"
                episodes.append(_symptom_episode("calciphylaxis_risk", severity, skin.onset_on, skin))
            elif not skin.none and skin.open_on(self.chart.as_of):
                otherwise = CANNOT_TELL
        return Verdict(episodes, otherwise)

    def _painful(self, skin: Symptom) -> bool:
        if any(score > 0 for _, score in skin.scores):
            return True
        pains = [p for p in self.all if p.symptom == "pain" and p.site == skin.site and not p.none]
        end = skin.resolved_on or plus(self.chart.as_of, 1)
        return any(
            p.onset_on < end and (p.resolved_on is None or p.resolved_on > skin.onset_on) for p in pains
        )

    def _skin_critical(self, skin: Symptom) -> bool:
        chart = self.chart
        first = plus(skin.onset_on, -s.SKIN_LOOKS_DAYS)
        last = plus(skin.resolved_on or chart.as_of, s.SKIN_LOOKS_DAYS)
        factors = ((chart.patient.risk_factors if chart.patient else None) or "").split(";")
        return (
            any(product_over(p, s.CA_P_CRITICAL) for p in products(chart) if first <= p.day <= last)
            or any(f.strip() in s.SKIN_RISK_FACTORS for f in factors)
            or any(drug in s.SKIN_RISK_DRUGS for drug in self.exposure.days if self.exposure.days[drug])
            or any(e.kind == "dialysis_start" for e in chart.events)
            or any(pth_raised(r) for r in chart.of("pth"))
            or any(
                r.value < s.ALBUMIN_LOW_G_DL or (r.comparator == "<" and r.value <= s.ALBUMIN_LOW_G_DL)
                for r in chart.of("albumin")
                if first <= r.day <= last and r.comparator != ">"
            )
        )

    def cips_alp_raised(self) -> Verdict:
        rows = self.chart.of("alp")
        found = []
        for row in rows:
            window = self.exposure.window(row.day)
            if self.undosed or (window and self._undosed_on(row.day)):
                found.append(Judgement(row.day, CANNOT_TELL))
            elif not window or not self.exposure.on_cni(row.day):
                found.append(Judgement(row.day, CLEAR))
            else:
                found.append(self._judge_alp(row, window, rows))
        verdict = judged("cips_alp_raised", found, self._alp_ends)
        today = self.chart.as_of
        if self.undosed:
            verdict.otherwise = CANNOT_TELL
        elif not self.exposure.window(today) or not self.exposure.on_cni(today):
            verdict.otherwise = CLEAR
        return verdict

    def _judge_alp(self, row: Row, window: Window, rows: list[Row]) -> Judgement:
        limit = row.reference_high if row.reference_high and row.reference_high > 0 else s.ALP_LIMIT_U_L
        to_limit = rounded(row.value / limit)
        over_limit = above(row.comparator, to_limit, 1.0)
        fires, warning = over_limit, above(row.comparator, to_limit, s.ALP_WARNING)
        base = _alp_baseline(rows, window.anchor_on)
        if base:
            to_base = rounded(row.value / base)
            fires = either(fires, above(row.comparator, to_base, s.ALP_OVER_BASELINE))
            warning = either(warning, both(above(row.comparator, to_base, s.ALP_WARNING), over_limit))
        severity = "warning" if warning or self.open_on(row.day) else "watch"
        return Judgement(row.day, answer(fires), _lowered(severity, window), row.value, "U/L", limit)

    def _alp_ends(self, firing: Judgement) -> date | None:
        day = firing.day
        while day <= self.chart.as_of:
            if not self.exposure.window(day) or not self.exposure.on_cni(day):
                return day
            day += ONE
        return None


def _alp_baseline(rows: list[Row], anchor: date) -> float | None:
    exact = [r for r in rows if not r.comparator]
    before = [r.value for r in exact if plus(anchor, -s.ALP_BASELINE_DAYS) <= r.day < anchor]
    after = [r.value for r in exact if anchor <= r.day <= plus(anchor, s.ALP_BASELINE_UNTIL_DAY)]
    values = before or after
    return median(values) if values else None


def _lowered(severity: str, window: Window) -> str:
    return s.LOWER[severity] if window.anchor == "cni_start" else severity


def _pain_severity(pain: Symptom) -> str:
    """Warning only when one side is named, the score known and low, walking not impaired and not the hip."""
    sides = {row.side for _, row in pain.records if row.side}
    scores = [score for _, score in pain.scores]
    one_sided = sides in ({"left"}, {"right"})
    low = bool(scores) and max(scores) < s.MILD_BELOW_SCORE
    walks = all(row.walking != "impaired" for _, row in pain.records)
    return "warning" if one_sided and low and walks and pain.site != "hip" else "critical"


def _symptom_episode(rule: str, severity: str, began: date, symptom: Symptom) -> Episode:
    found = Episode(rule, severity, began, symptom.latest_on, symptom.resolved_on, symptom.name)
    found.value = symptom.last_score
    found.onset_on = symptom.onset_on
    return found
