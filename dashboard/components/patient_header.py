"""Who this is, in four lines: graft, day and month, window, immunosuppression, own target, case document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.texts.days import full_day
from dashboard.charts import palette
from dashboard.charts.lane_values import dose_words, is_weekly
from dashboard.charts.tidy import Tidy, as_rows, tidy
from dashboard.charts.wording import name, number, plain, safe, unit
from dashboard.texts import keys
from dashboard.texts import patient as texts
from dashboard.texts.drugs import DRUGS

if TYPE_CHECKING:
    from analytics.record import PatientRecord

SHOWN_IN_DOUBT = 3
IMMUNOSUPPRESSION = ("cni", "mtor", "steroid", "antimetabolite")


def facts(
    record: PatientRecord, as_of: date, case: dict[str, Any] | None = None, *, si: bool = False
) -> list[tuple[str, str]]:
    """(label, words) of the header, safe as HTML; the same lines head the printed report."""
    neat = tidy(record, as_of)
    lines = [(texts.GRAFT, graft(neat, as_of)), (texts.WINDOW, window(neat, as_of))]
    lines.append((texts.IMMUNOSUPPRESSION, immunosuppression(neat, as_of)))
    target = own_target(neat, as_of, si=si)
    if target:
        lines.append((texts.OWN_TARGET, target))
    factors = neat.patient.get("risk_factors") or ()
    if factors:
        lines.append(
            (texts.RISK_FACTORS, safe(", ".join(keys.word(keys.RISKS, factor) for factor in factors)))
        )
    in_doubt = corrections_waiting(neat)
    if in_doubt:
        lines.append((texts.CORRECTIONS_WAIT, in_doubt))
    if case:
        lines.append((texts.CASE_DOCUMENT, safe(case["document"])))
    return lines


def corrections_waiting(record: Tidy) -> str:
    """'calcium 2.8 mmol/L of 5 Jan 2026 · to be settled …': results that stand although a correction of them waits."""
    rows = as_rows(record.results[record.results["correction_waits"]])[::-1]
    words = [
        texts.VALUE_OF.format(
            analyte=name(r.analyte),
            value=safe(r.reported_value),
            unit=safe(r.reported_unit),
            day=full_day(r.collected_at),
        )
        for r in rows[:SHOWN_IN_DOUBT]
    ]
    if len(rows) > SHOWN_IN_DOUBT:
        words.append(texts.CORRECTIONS_MORE.format(n=len(rows) - SHOWN_IN_DOUBT))
    return f"<b>{', '.join(words)}</b> · {texts.TO_SETTLE}" if words else ""


def title(record: PatientRecord, as_of: date) -> str:
    """'Ines Vogt · P-0031 · woman, 46 years'; the id alone where there is no name."""
    patient = record.patient
    identifier = safe(patient.get("id") or patient.get("patient_id"))
    name = safe(patient.get("name"))
    who = f"{name} · {identifier}" if name and identifier not in name else name or identifier
    sex = texts.SEXES.get(str(patient.get("sex")), "")
    born = patient.get("birth_date")
    years = None if born is None or pd.isna(born) else _years(pd.Timestamp(born), pd.Timestamp(as_of))
    age = "" if years is None else texts.AGE.format(n=years)
    return " · ".join(part for part in (who, ", ".join(p for p in (sex, age) if p)) if part)


def _years(born: pd.Timestamp, today: pd.Timestamp) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def graft(record: Tidy, as_of: date) -> str:
    """'second kidney (living donor), 7 Dec 2009 · day 49 · month 1'."""
    today = pd.Timestamp(as_of)
    done = record.transplants[record.transplants["transplanted_on"] <= today]
    if not len(done):
        return texts.NO_TRANSPLANT
    last = done.sort_values("transplanted_on").iloc[-1]
    done_on, nth, donor = last["transplanted_on"], last["graft_number"], str(last["donor"] or "")
    numbered = "{organ}" if pd.isna(nth) else texts.GRAFT_NUMBERS.get(int(nth), "{organ}")
    words = numbered.format(organ=safe(keys.word(keys.ORGANS, last["organ"]) or texts.ORGAN_UNKNOWN))
    if donor:
        words = texts.GRAFT_FROM.format(graft=words, donor=safe(keys.word(keys.DONORS, donor)))
    days = number((today - done_on).days, 0)
    words = texts.GRAFT_AGE.format(
        graft=words, day=full_day(done_on), days=days, months=_months(done_on, today)
    )
    if not pd.isna(last["failed_on"]) and last["failed_on"] <= today:
        words = texts.GRAFT_FAILED.format(graft=words, day=full_day(last["failed_on"]))
    return words


def _months(first: pd.Timestamp, today: pd.Timestamp) -> int:
    """Whole calendar months; a clamped anniversary counts as reached."""
    months = (today.year - first.year) * 12 + today.month - first.month
    return months if first + pd.DateOffset(months=months) <= today else months - 1


def window(record: Tidy, as_of: date) -> str:
    """'open: 28 Dec 2009 – 7 Feb 2011, 379 days left'; never more than compatible timing."""
    today = pd.Timestamp(as_of)
    windows = record.windows[record.windows["anchor_on"] <= today].sort_values("anchor_on")
    if not len(windows):
        return texts.NO_WINDOW
    last = windows.iloc[-1]
    anchor = "" if last["anchor"] == "transplant" else texts.FROM_FIRST_CNI
    between = f"{full_day(last['opens_on'])} – {full_day(last['closes_on'])}"
    now = "before" if today < last["opens_on"] else "closed" if today > last["closes_on"] else "open"
    left = (last["closes_on"] - today).days + 1
    return texts.WINDOW_STATES[now].format(between=between, days=left) + anchor


def immunosuppression(record: Tidy, as_of: date) -> str:
    """Doses in force on the day, CNI first."""
    today = pd.Timestamp(as_of)
    periods = record.dose_periods
    now = periods[
        (periods["first_on"] <= today) & (periods["last_on"].isna() | (periods["last_on"] >= today))
    ]
    now = now[now["drug_class"].isin(IMMUNOSUPPRESSION)]
    if not len(now):
        return texts.NO_DRUGS
    order = {name: i for i, name in enumerate(IMMUNOSUPPRESSION)}
    found = sorted(as_rows(now), key=lambda p: (order[p.drug_class], p.drug))
    return " · ".join(
        f"{safe(keys.word(DRUGS, p.drug))} "
        f"{dose_words(p.mg_per_day, p.formulation, p.mg_per_week if is_weekly(p.frequency) else None)}"
        for p in found
    )


def own_target(record: Tidy, as_of: date, *, si: bool = False) -> str:
    """'tacrolimus 7–8 ng/mL since 18 Jan 2010', or nothing."""
    today = pd.Timestamp(as_of)
    targets = record.targets[record.targets["from_on"] <= today].sort_values("from_on")
    targets = targets[targets["until_on"].isna() | (targets["until_on"] >= today)]
    latest = targets.groupby("drug", as_index=False).tail(1)
    return " · ".join(
        texts.TARGET_SINCE.format(
            drug=safe(t.drug),
            low=plain(t.low),
            high=plain(t.high),
            unit=unit(t.drug, si).name,
            day=full_day(t.from_on),
        )
        for t in as_rows(latest)
    )


def as_html(
    record: PatientRecord,
    as_of: date,
    theme: palette.Theme,
    case: dict[str, Any] | None = None,
    *,
    si: bool = False,
) -> str:
    """The header for the page: facts in two columns where there is room."""
    cells = "".join(
        f"<div style='display:grid;grid-template-columns:9rem minmax(0,1fr)'><div style='color:{theme.muted}'>{label}</div>"
        f"<div>{words}</div></div>"
        for label, words in facts(record, as_of, case, si=si)
    )
    return (
        f"<h1 style='margin:0 0 .3rem;padding:0;font-size:1.45rem'>{title(record, as_of)}</h1>"
        "<div style='display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:.1rem 1.5rem;"
        f"font-size:.9rem;line-height:1.35'>{cells}</div>"
    )
