"""One bone-pain reaction as the record tells it: the pains that belong together, their scores, and what eased or worsened.

The published case began in ankles and knees and spread to the feet: for causality the lower-limb pains that were open
together, or began within 90 days of each other, are one reaction. Any other symptom is a reaction of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analytics.review_words import severity_word
from analytics.texts import causality as texts
from analytics.texts.days import iso

if TYPE_CHECKING:
    from analytics.record import PatientRecord
    from analytics.settings import Settings

Answer = Literal["yes", "no", "unknown"]

LINKED_DAYS = 90
UNCHANGED_MONTHS = 3
"""A dechallenge is called negative only after 3 months unchanged with the dose still reduced: CIPS takes months."""

_IMPROVED = re.compile(r"\b(improv\w*|eased|better|relieved|resolved|symptom[- ]free)\b", re.IGNORECASE)
_NOT_IMPROVED = re.compile(
    r"\b(not|no|never|without)\b[^.;]{0,20}\b(improv|eased|better|relie|resol)", re.IGNORECASE
)


@dataclass(frozen=True)
class Finding:
    """An answer with the record behind it; basis is a list of {"on", "text"}."""

    answer: Answer
    text: str
    on: pd.Timestamp | None = None
    basis: tuple[dict[str, str], ...] = ()

    @property
    def basis_json(self) -> str:
        """For storing beside a signed assessment."""
        return json.dumps(list(self.basis), ensure_ascii=False)


@dataclass(frozen=True)
class Reaction:
    """The symptoms of one reaction and every dated score of it."""

    title: str
    keys: tuple[str, ...]
    onset_on: pd.Timestamp
    lower_limb_pain: bool
    symptoms: pd.DataFrame
    scores: pd.DataFrame = field(repr=False)
    """symptom_key, site, on, severity (may be missing), derived (a word was recorded), resolved (bool), note; oldest first."""
    settings: Settings = field(repr=False)

    def limit(self, key: str) -> float:
        """A number of the clinic's settings, such as alp.default_upper."""
        return float(self.settings.value(key))

    def peak_until(self, day: pd.Timestamp) -> float | None:
        """The last known score of the worst site on record up to a day."""
        known = self.scores[(self.scores["on"] <= day) & self.scores["severity"].notna()]
        if known.empty:
            return None
        return float(known.groupby("symptom_key")["severity"].last().max())

    def gone_by(self, day: pd.Timestamp) -> bool:
        """Every symptom that had begun by a day was over on it, scored or not."""
        begun = self.symptoms[self.symptoms["onset_on"] <= day]
        return len(begun) > 0 and bool((begun["resolved_on"] <= day).all())

    def eased_after(self, day: pd.Timestamp, *, words_count: bool = True) -> Finding:
        """First record after a day on which the pain had fallen by 2, was gone, or (words_count) was told to be better."""
        return next(self.easings_after(day, words_count=words_count), Finding("unknown", texts.NO_EASING))

    def easings_after(self, day: pd.Timestamp, *, words_count: bool = True) -> Iterator[Finding]:
        """Every such record, oldest first."""
        at_change = {
            key: some[some["severity"].notna()].iloc[-1]
            for key, some in self.scores[self.scores["on"] <= day].groupby("symptom_key")
            if some["severity"].notna().any()
        }
        for row in self.scores[self.scores["on"] > day].to_dict("records"):
            before = at_change.get(row["symptom_key"])
            site = str(row["site"]).replace("_", " ")
            if row["resolved"]:
                yield _found("yes", row["on"], texts.GONE.format(site=site))
            elif (
                before is not None
                and pd.notna(row["severity"])
                and before["severity"] - row["severity"] >= self.limit("pain.worse_by")
            ):
                yield _found("yes", row["on"], texts.EASED.format(site=site, scores=_fell(before, row)))
            elif words_count and told_better(str(row["note"] or "")):
                yield _found("yes", row["on"], texts.TOLD_BETTER.format(site=site, note=row["note"]))

    def worse_within(self, first: pd.Timestamp, last: pd.Timestamp) -> Finding:
        """A rise by 2 or more at a site, or a new site while another already hurt, between two days (both included)."""
        for key, some in self.scores.groupby("symptom_key", sort=False):
            scored = some[some["severity"].notna()]
            rises = scored[
                (scored["severity"].diff() >= self.limit("pain.worse_by")) & scored["on"].between(first, last)
            ]
            for row in rises.to_dict("records"):
                site = str(row["site"]).replace("_", " ")
                return _found("yes", row["on"], texts.WORSE.format(site=site, score=_of_ten(row)))
            onset = self.symptoms.loc[self.symptoms["symptom_key"] == key, "onset_on"].iloc[0]
            earlier = self.symptoms[self.symptoms["onset_on"] < first]
            still_open = earlier[earlier["resolved_on"].isna() | (earlier["resolved_on"] > onset)]
            if first <= onset <= last and len(still_open):
                site = str(some["site"].iloc[0]).replace("_", " ")
                others = ", ".join(still_open["site"])
                return _found("yes", onset, texts.NEW_SITE.format(site=site, sites=others))
        return Finding("unknown", texts.NO_WORSENING)


def told_better(note: str) -> bool:
    """Whether a note tells, and does not deny, that it is better."""
    return bool(_IMPROVED.search(note)) and not _NOT_IMPROVED.search(note)


def lower_limb_pains(record: PatientRecord) -> pd.DataFrame:
    """Lower-limb pains by onset; one that was scored 0 on all its records is none."""
    symptoms = record.symptoms
    is_pain = (symptoms["symptom"] == "pain") & symptoms["lower_limb"].astype(bool)
    pains = symptoms[is_pain & ~symptoms["is_none"].astype(bool)].copy()
    for column in ("onset_on", "resolved_on"):
        pains[column] = pd.to_datetime(pains[column])
    return pains.sort_values(["onset_on", "symptom_key"], kind="stable")


def symptoms_alike(record: PatientRecord, reacted: Reaction) -> pd.DataFrame:
    """What counts as the same reaction come back: any lower-limb pain of one, else the same symptom at the same site."""
    if reacted.lower_limb_pain:
        return lower_limb_pains(record)
    first, symptoms = reacted.symptoms.iloc[0], record.symptoms
    same = (symptoms["symptom"] == first["symptom"]) & (symptoms["site"] == first["site"])
    some = symptoms[same & ~symptoms["is_none"].astype(bool)].copy()
    for column in ("onset_on", "resolved_on"):
        some[column] = pd.to_datetime(some[column])
    return some.sort_values(["onset_on", "symptom_key"], kind="stable")


def reaction(record: PatientRecord, symptom_key: str, settings: Settings) -> Reaction:
    """The reaction to which a symptom belongs. Raises KeyError for a symptom that is not on record by as_of."""
    symptoms = record.symptoms.copy()
    for column in ("onset_on", "resolved_on"):
        symptoms[column] = pd.to_datetime(symptoms[column])
    own = symptoms[symptoms["symptom_key"] == symptom_key]
    if own.empty:
        raise KeyError(symptom_key)
    first = own.iloc[0]
    is_bone = bool(first["lower_limb"]) and first["symptom"] == "pain"
    members = own
    if is_bone:
        pains = lower_limb_pains(record)
        apart = (pains["onset_on"] - first["onset_on"]).dt.days.abs()
        open_then = (pains["onset_on"] <= first["onset_on"]) & (
            pains["resolved_on"].isna() | (pains["resolved_on"] > first["onset_on"])
        )
        members = pains[(apart <= LINKED_DAYS) | open_then | (pains["symptom_key"] == symptom_key)]
    members = members.sort_values(["onset_on", "symptom_key"], kind="stable").reset_index(drop=True)
    sites = list(dict.fromkeys(str(site).replace("_", " ") for site in members["site"]))
    title = texts.PAINS.format(sites=", ".join(sites))
    if not is_bone:
        title = texts.OTHER_SYMPTOM.format(symptom=str(first["symptom"]).replace("_", " "), site=sites[0])
    return Reaction(
        title,
        tuple(members["symptom_key"]),
        members["onset_on"].min(),
        is_bone,
        members,
        _scores(record, members),
        settings,
    )


def _scores(record: PatientRecord, members: pd.DataFrame) -> pd.DataFrame:
    """Every score on its recorded day (else the onset), and the end of each symptom."""
    rows: list[dict[Any, Any]] = []
    follow_ups = record.follow_ups
    for symptom in members.to_dict("records"):
        own = follow_ups[follow_ups["symptom_key"] == symptom["symptom_key"]]
        for row in own.to_dict("records"):
            on = pd.Timestamp(row["recorded_on"])
            on = symptom["onset_on"] if pd.isna(on) else on
            rows.append(
                {
                    **_common(symptom),
                    "on": on,
                    "severity": row["severity"],
                    "derived": bool(row["severity_derived"]),
                    "resolved": False,
                    "note": row["note"] if pd.notna(row["note"]) else "",
                }
            )
        if pd.notna(symptom["resolved_on"]):
            rows.append(
                {
                    **_common(symptom),
                    "on": symptom["resolved_on"],
                    "severity": 0.0,
                    "derived": False,
                    "resolved": True,
                    "note": "",
                }
            )
    table = pd.DataFrame(
        rows, columns=["symptom_key", "site", "on", "severity", "derived", "resolved", "note"]
    )
    table["severity"] = pd.to_numeric(table["severity"])
    return table.sort_values(["on", "resolved", "symptom_key"], kind="stable").reset_index(drop=True)


def _of_ten(row: Mapping[Any, Any]) -> str:
    """`8 of 10`, or the word when a word was recorded and nobody gave the number."""
    if row["derived"]:
        return severity_word(row["severity"])
    return texts.OF_TEN.format(score=f"{row['severity']:g}")


def _fell(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> str:
    if before["derived"] or after["derived"]:
        return texts.FELL.format(before=_of_ten(before), after=_of_ten(after))
    return texts.FELL_OF_TEN.format(before=f"{before['severity']:g}", after=f"{after['severity']:g}")


def _common(symptom: dict[Any, Any]) -> dict[Any, Any]:
    return {"symptom_key": symptom["symptom_key"], "site": symptom["site"]}


def _found(answer: Answer, on: pd.Timestamp, text: str) -> Finding:
    return Finding(answer, text, pd.Timestamp(on), ({"on": iso(pd.Timestamp(on)), "text": text},))
