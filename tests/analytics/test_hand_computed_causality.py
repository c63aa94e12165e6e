"""What the record says of a dose and a pain, worked out by hand from the definitions, against what is found.

dose_response, dechallenge and rechallenge: yes, no, unknown. same_week: what is named beside the last change of a CNI before
the onset. card: what the evidence card names as changed that week. judged: the same beside the Naranjo form. Days are counted
from the transplant; every case is also a second patient to the others.
"""

# ruff: noqa: E402  (the reader of text tables lies beside the cases that use it too)
from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "cases")]

from case_files import Case, CaseFile, Row, read

from analytics.causality import assess
from analytics.evidence import evidence_card
from analytics.record import PatientRecord, patient_record
from analytics.timing import onset_timing
from data.demo.loading import write_csv
from data.importing.api import import_file
from data.store import Store

READ_ON = date(2030, 1, 1)

RESPONSES = """
Dose and pain: dose–response, dechallenge, rechallenge
day 0: 2024-01-31
transplants | transplanted_on
            | d0

== worse by 2 on day 14 after the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d74         | 5
as of d80
expect | dose_response | dechallenge | rechallenge
       | yes           | unknown     | unknown

== worse by 2 on day 15 after the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d75         | 5
as of d80
expect | dose_response
       | unknown

== worse by 2 on the very day of the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d60         | 5
as of d80
expect | dose_response
       | yes

== worse by 2 on the day before the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d59         | 5
as of d80
expect | dose_response
       | unknown

== worse by 1 after the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 4
as of d80
expect | dose_response
       | unknown

== raised, the pain unchanged: cannot tell, for it may still come
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 5
         | pain    | foot | d40      | d74         | 5
         | pain    | foot | d40      | d160        | 5
as of d170
expect | dose_response
       | unknown

== worse with the dose unchanged
doses | drug       | dose | frequency  | started_on
      | tacrolimus | 5    | once_daily | d0
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 8
as of d80
expect | dose_response | dechallenge
       | unknown       | unknown

== worse in words: mild, then moderate
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | mild
         | pain    | foot | d40      | d66         | moderate
as of d80
expect | dose_response
       | yes

== asked again after the increase, no score given
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         |
as of d80
expect | dose_response
       | unknown

== a record without a score stands between the two that tell
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d62         |
         | pain    | foot | d40      | d66         | 5
as of d80
expect | dose_response
       | yes

== the feet hurt a week after the increase, while the knees already did
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 2    | once_daily | d0         | d41
      | tacrolimus | 4    | once_daily | d42        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | knee | d28      | d42         |
         | pain    | foot | d49      | d49         |
as of d49
expect | dose_response
       | yes

== first pain of all after the increase: timing, not dose–response
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d66      | d66         | 7
as of d80
expect | dose_response
       | unknown

== worse after a change of formulation at the same dose
doses | drug       | dose | frequency  | started_on | stopped_on | formulation
      | tacrolimus | 6    | once_daily | d0         | d59        | immediate_release
      | tacrolimus | 6    | once_daily | d60        |            | extended_release
symptoms | symptom | site  | onset_on | recorded_on | severity
         | pain    | ankle | d40      | d40         | 3
         | pain    | ankle | d40      | d66         | 7
as of d80
expect | dose_response
       | unknown

== worse after the steroid was raised, tacrolimus unchanged
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         |
      | prednisone | 5    | once_daily | d0         | d59
      | prednisone | 20   | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 7
as of d80
expect | dose_response
       | unknown

== cyclosporine at the onset, and worse after it was raised; tacrolimus before it
doses | drug         | dose | frequency  | started_on | stopped_on
      | tacrolimus   | 5    | once_daily | d0         | d29
      | cyclosporine | 200  | once_daily | d30        | d59
      | cyclosporine | 300  | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 6
as of d80
expect | dose_response | dechallenge
       | yes           | unknown

== the increase and what followed lie after the day asked for
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 6
as of d65
expect | dose_response
       | unknown
as of d66
expect | dose_response
       | yes

== worse after the increase, better after the reduction
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d59
      | tacrolimus | 7    | once_daily | d60        | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 7
         | pain    | foot | d40      | d100        | 5
as of d110
expect | dose_response | dechallenge | rechallenge
       | yes           | yes         | unknown

== less by 2 after a reduction
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d100        | 5
as of d110
expect | dose_response | dechallenge
       | yes           | yes

== told to be better first, and less by 2 later
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | severity | note
         | pain    | foot | d60      | d60         | 7        |
         | pain    | foot | d60      | d80         |          | a little better
         | pain    | foot | d60      | d110        | 3        |
as of d120
expect | dose_response | dechallenge
       | yes           | yes

== told to be better in words alone
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | severity | note
         | pain    | foot | d60      | d60         | 7        |
         | pain    | foot | d60      | d80         |          | a little better
as of d120
expect | dose_response | dechallenge
       | unknown       | yes

== after a reduction the knee eases first, the worse foot later
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | knee | d60      | d60         | 5
         | pain    | foot | d60      | d80         | 7
         | pain    | knee | d60      | d80         | 3
         | pain    | foot | d60      | d110        | 3
as of d100
expect | dose_response | dechallenge
       | unknown       | yes
as of d120
expect | dose_response | dechallenge
       | yes           | yes

== gone after a reduction, never scored
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        |
symptoms | symptom | site | onset_on | recorded_on | resolved_on
         | pain    | foot | d60      | d60         | d110
as of d109
expect | dose_response | dechallenge
       | unknown       | unknown
as of d110
expect | dose_response | dechallenge
       | yes           | yes

== eased only after the dose was raised again
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        | d89
      | tacrolimus | 7    | once_daily | d90        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d91         | 3
as of d120
expect | dose_response | dechallenge
       | unknown       | unknown

== eased on the day on which the dose is raised again
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        | d89
      | tacrolimus | 7    | once_daily | d90        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d90         | 3
as of d120
expect | dose_response | dechallenge
       | yes           | yes

== eased after a stop: dechallenge, not dose–response
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d100        | 3
as of d110
expect | dose_response | dechallenge | rechallenge
       | unknown       | yes         | unknown

== unchanged 3 months after a reduction (to the day)
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | 2024-04-09
      | tacrolimus | 4    | once_daily | 2024-04-10 |
symptoms | symptom | site | onset_on   | recorded_on | severity
         | pain    | foot | 2024-04-01 | 2024-04-01  | 7
         | pain    | foot | 2024-04-01 | 2024-07-09  | 7
         | pain    | foot | 2024-04-01 | 2024-07-10  | 6
as of 2024-07-09
expect | dose_response | dechallenge
       | unknown       | unknown
as of 2024-07-10
expect | dose_response | dechallenge
       | unknown       | no

== stopped, gone, given again: back on day 90
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d150       |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | pain    | foot | d60      | d60         | 7        | d100
         | pain    | foot | d240     | d240        | 6        |
as of d239
expect | dechallenge | rechallenge
       | yes         | unknown
as of d240
expect | dechallenge | rechallenge | dose_response
       | yes         | yes         | unknown

== stopped, gone, given again: nobody asked since
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d150       |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | pain    | foot | d60      | d60         | 7        | d100
as of d300
expect | dechallenge | rechallenge
       | yes         | unknown

== stopped, gone, given again: asked, and no pain
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d150       |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | pain    | foot | d60      | d60         | 7        | d100
         | pain    | leg  | d200     | d200        | 0        |
as of d240
expect | rechallenge
       | unknown
as of d241
expect | rechallenge
       | no

== given again twice: nothing, then back
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d150       | d160
      | tacrolimus | 5    | once_daily | d300       |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | pain    | foot | d60      | d60         | 7        | d100
         | pain    | leg  | d200     | d200        | 0        |
         | pain    | foot | d310     | d310        | 6        |
as of d320
expect | rechallenge
       | yes

== a tremor went with the drug; given again, a foot hurts and the hands are still
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d150       |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | tremor  | hand | d60      | d60         |          | d100
         | pain    | foot | d160     | d160        | 6        |
as of d260
expect | dechallenge | rechallenge
       | yes         | unknown

== raised again after it had eased, and worse: dose–response, not rechallenge
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 4    | once_daily | d70        | d119
      | tacrolimus | 7    | once_daily | d120       |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d100        | 3
         | pain    | foot | d60      | d130        | 8
as of d130
expect | dose_response | dechallenge | rechallenge
       | yes           | yes         | unknown
"""


def _cases() -> list[Case]:
    with TemporaryDirectory() as folder:
        found = []
        for name, text in (("responses", RESPONSES),):
            path = Path(folder) / f"{name}.txt"
            path.write_text(text.strip(), encoding="utf-8")
            found += read(path).cases
    return found


CASES = _cases()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All cases in one clinic."""
    folder = tmp_path_factory.mktemp("hand_computed")
    with Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin") as clinic:
        for (_, kind), rows in CaseFile("", CASES).rows().items():
            _import(clinic, folder / f"{kind}.csv", kind, rows)
        yield clinic


def _import(clinic: Store, path: Path, kind: str, rows: list[Row]) -> int:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    write_csv(path, [dict.fromkeys(columns, "") | row for row in rows])
    account = import_file(clinic, path, who="test", today=READ_ON, kind=kind, backfill=True)
    assert account.stored == account.rows, (account.refused, account.problems)
    assert account.import_id is not None
    return account.import_id


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_what_is_found_is_what_was_worked_out(store: Store, case: Case) -> None:
    first = next(row for kind, row in case.records if kind == "symptoms")
    key = "|".join(first[name] for name in ("symptom", "site", "onset_on"))
    asked = [(question.as_of, wanted) for question in case.questions for wanted in question.expected]
    assert asked
    for as_of, wanted in asked:
        found = _found(patient_record(store, case.patient_id, as_of), key)
        assert {told: found[told] for told in wanted} == wanted, as_of


def _found(record: PatientRecord, key: str) -> Row:
    judged, card, timing = assess(record, key), evidence_card(record, key), onset_timing(record)
    assert card
    own = timing[(timing["symptom_key"] == key) & (timing["drug_class"] == "cni")]
    beside = own.sort_values("lag_days")["same_week"]
    return {
        "dose_response": judged.dose_response.answer,
        "dechallenge": judged.dechallenge.answer,
        "rechallenge": judged.rechallenge.answer,
        "same_week": (beside.iloc[0] if len(beside) else "") or "nothing",
        "card": _named(card.confounders),
        "judged": _named(judged.confounders),
    }


def _named(confounders: pd.DataFrame) -> str:
    return "; ".join(sorted(confounders["text"])) or "nothing"
