"""Short clinical words for the weekly list: scores, sites, dose changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.texts import doses
from analytics.texts import weekly_review as texts


def amount(value: Any) -> str:
    """A number with at most the decimals it has: 5, 2.5, 0.75; '?' when unknown."""
    if value is None or value != value:
        return doses.UNKNOWN
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def graded(score: float, derived: bool) -> str:
    """` 7/10`, or `, moderate` when a word was recorded and the number is only our reading of it."""
    if derived:
        return texts.SCORE_WORD.format(word=severity_word(score))
    return texts.SCORE.format(score=amount(score))


def severity_word(score: float) -> str:
    """The word that was recorded for a score read from it: none, mild, moderate, severe."""
    if score == 0:
        return texts.NONE
    return texts.MILD if score <= 3 else texts.MODERATE if score <= 6 else texts.SEVERE


def tenths(value: float) -> str:
    """A level as a laboratory writes it, with one decimal even when it is 0: 4.0, 5.6."""
    words = amount(value)
    return words if "." in words else f"{words}.0"


def drug_word(drug: str) -> str:
    """A canonical drug name for reading."""
    return drug.replace("_", " ")


def change_words(change: Mapping[str, Any]) -> str:
    """`tacrolimus 5 → 7 mg/day`, `tacrolimus stopped`, `voriconazole started`."""
    drug, kind = drug_word(str(change["drug"])), str(change["kind"])
    start, end = change.get("from_mg_per_day"), change.get("to_mg_per_day")
    if kind in ("increase", "reduction"):
        return doses.DOSE.format(drug=drug, before=amount(start), after=amount(end))
    if kind in texts.STARTED_AT and end == end and end is not None:
        return texts.STARTED_AT[kind].format(drug=drug, dose=amount(end))
    return texts.CHANGED[kind].format(drug=drug)


def symptom_words(pains: Sequence[Mapping[str, Any]]) -> str:
    """`Both feet and knees`, `Right hip pain`, `Skin ulcer, lower leg`: symptoms of one onset in words."""
    first = pains[0]
    kind = str(first["symptom"])
    sites = list(dict.fromkeys(str(pain["site"]) for pain in pains))
    sides = {str(pain["side"] or "") for pain in pains}
    where = _joined([_singular(s) for s in sites])
    if kind != "pain":
        symptom = texts.SKIN.get(kind, kind.replace("_", " ")).capitalize()
        return symptom if sites == ["other"] else texts.OTHER_SYMPTOM.format(symptom=symptom, sites=where)
    if sides == {"both"}:
        return texts.BOTH_SIDES.format(sites=_joined([_plural(s) for s in sites]))
    side = next(iter(sides)) if len(sides) == 1 else ""
    return texts.PAIN.format(side=side, sites=where).strip().capitalize()


def _plural(site: str) -> str:
    return texts.PLURAL.get(site) or texts.SEVERAL.format(site=site.replace("_", " "))


def _singular(site: str) -> str:
    return texts.SINGULAR.get(site, site.replace("_", " "))


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else texts.AND.format(some=", ".join(words[:-1]), last=words[-1])
