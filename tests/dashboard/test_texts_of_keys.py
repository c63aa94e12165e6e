"""Every key of the data's vocabularies has a word in dashboard/texts, so that a translation leaves none in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from analytics.acknowledgement import STATES
from analytics.alerts import SEVERITIES
from analytics.catalogue import rules
from analytics.texts.weekly_review import CHANGED, OUTCOMES, RULE_LABELS
from dashboard.texts import charts, keys, meeting, patient, record, upload, words
from dashboard.texts.drugs import DRUGS
from dashboard.texts.fields import FIELDS
from data import assessments, reviewing
from data.importing import account, kinds, records, vocabulary
from data.importing.labs import FIELDS as LAB_FIELDS
from data.importing.readers import fhir_records

SQL = Path(__file__).parents[2] / "analytics"
SITES = re.compile(r"\bsite IN \(([^)]*)\)")


def known_sites() -> set[str]:
    """As the evaluation sorts them into the lower limb and the rest, and as FHIR is read."""
    lists = [
        found[1] for path in SQL.rglob("*.sql") for found in SITES.finditer(path.read_text(encoding="utf-8"))
    ]
    return {site for one in lists for site in re.findall(r"'(\w+)'", one)} | {
        site for site, _ in fhir_records._SITES
    }


def change_kinds() -> set[str]:
    """What a change of dose can be called: the words that two queries write into `kind`."""
    doses = (SQL / "measures" / "dose_changes.sql").read_text(encoding="utf-8")
    every = (SQL / "record_queries" / "changes.sql").read_text(encoding="utf-8")
    return set(re.findall(r"THEN '(\w+)'", doses)) | set(re.findall(r"'(stop|interacting_st\w+)'", every))


def untold_products() -> set[str]:
    """Why a Ca × P cannot be told."""
    return set(
        re.findall(r"'(\w+)' THEN 'cannot tell", (SQL / "measure_queries.sql").read_text(encoding="utf-8"))
    )


def columns() -> set[str]:
    """Of our own files, and what a column of a laboratory export can hold beside the tests."""
    return {column for kind in kinds.KINDS.values() for column in kind.columns} | set(LAB_FIELDS[:-1])


@pytest.mark.parametrize(
    ("table", "known"),
    [
        (DRUGS, {row["drug"] for row in vocabulary.rows("drugs.csv")}), (words.NAMES | DRUGS, vocabulary.analytes()), (keys.SITES, known_sites()),
        (keys.CHANGES, change_kinds()), (CHANGED, change_kinds() - {"increase", "reduction"}), (keys.EVENTS, records._EVENTS), (keys.RISKS, records._RISKS),
        (keys.FORMULATIONS, {row["formulation"] for row in vocabulary.rows("brands.csv")} - {""}),
        (keys.FORMULATIONS_SHORT, keys.FORMULATIONS), (keys.ORGANS, {organ for organ, _ in fhir_records._ORGANS}),
        (keys.SEVERITIES, SEVERITIES), (keys.ANSWERED, set(STATES) - {"new"}), (keys.OUTCOMES, reviewing.OUTCOMES),
        (keys.ANSWERS, assessments.ANSWERS), (keys.WHO_UMC, assessments.WHO_UMC), (meeting.OUTCOMES, reviewing.OUTCOMES),
        (patient.SEXES, {"female", "male"}), (words.ON_SIDE, set(records._SIDES.values())),
        (upload.ACCOUNT, account.OUTCOMES), (upload.KINDS, kinds.KINDS), (FIELDS, columns()),
        (charts.UNTOLD_PRODUCT, untold_products()), (record.PRECISIONS, records._PRECISIONS), (OUTCOMES, reviewing.OUTCOMES), (RULE_LABELS, [rule.name for rule in rules()]),
    ],
)  # fmt: skip
def test_every_key_has_a_word(table: Mapping[str, object], known: Iterable[str]) -> None:
    wanted = set(known)
    assert wanted, "nothing was found to be named"
    assert not wanted - set(table)


def test_a_word_of_the_clinic_is_read_with_spaces() -> None:
    assert keys.word(keys.SITES, "left_big_toe") == "left big toe"
    assert keys.word(keys.SITES, None) == keys.word(keys.SITES, float("nan")) == ""
