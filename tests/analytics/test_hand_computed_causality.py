"""What the record says of a dose and a pain, worked out by hand from the definitions, against what is found.

dose_response, dechallenge, rechallenge, earlier_reaction: yes, no, unknown. same_week: what is named beside the last change of a
CNI before the onset. card: what the evidence card names as changed that week. judged: the same for an assessment. Days are
counted from the transplant; every case is also a second patient to the others.
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
from data.importing.api import import_file, undo
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
as of d305
expect | rechallenge
       | unknown
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

== a tremor; earlier a foot had hurt after an increase, which is no similar reaction
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d39
      | tacrolimus | 7    | once_daily | d40        |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | tremor  | hand | d90      | d90         |          |
         | pain    | foot | d45      | d45         | 6        | d60
as of d100
expect | earlier_reaction
       | unknown

== a foot that had hurt after an earlier increase hurts again
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d39
      | tacrolimus | 7    | once_daily | d40        |
symptoms | symptom | site | onset_on | recorded_on | severity | resolved_on
         | pain    | foot | d190     | d190        | 6        |
         | pain    | foot | d45      | d45         | 6        | d60
as of d200
expect | earlier_reaction
       | yes

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

CONFOUNDERS = """
What else changed in the week of the increase (day 56) or of the pain (day 66)
day 0: 2024-01-31
transplants | transplanted_on
            | d0
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d66      | d66         | 7
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d55
      | tacrolimus | 7    | once_daily | d56        |

== nothing else
as of d80
expect | same_week | card
       | nothing   | tacrolimus 5 → 7 mg/day

== steroid halved on the very day
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 10   | once_daily | d0         | d55
      | prednisone | 5    | once_daily | d56        |
as of d80
expect | same_week                               | card
       | prednisone 10 → 5 mg/day (the same day) | prednisone 10 → 5 mg/day; tacrolimus 5 → 7 mg/day

== steroid tapered 7 days before the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 10   | once_daily | d0         | d48
      | prednisone | 5    | once_daily | d49        |
as of d80
expect | same_week                                | card
       | prednisone 10 → 5 mg/day (7 days before) | prednisone 10 → 5 mg/day; tacrolimus 5 → 7 mg/day

== steroid tapered 8 days before the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 10   | once_daily | d0         | d47
      | prednisone | 5    | once_daily | d48        |
as of d80
expect | same_week | card
       | nothing   | tacrolimus 5 → 7 mg/day

== steroid stopped 7 days after the increase (day 62 the last one taken)
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 5    | once_daily | d0         | d62
as of d80
expect | same_week                                          | card
       | prednisone stopped (was 5 mg/day) (7 days later)   | prednisone stopped (was 5 mg/day); tacrolimus 5 → 7 mg/day

== steroid started 8 days after the increase, 2 before the pain
doses | drug       | dose | frequency  | started_on
      | prednisone | 20   | once_daily | d64
as of d80
expect | same_week | card
       | nothing   | prednisone started, 20 mg/day; tacrolimus 5 → 7 mg/day

== an azole stops 7 days after the pain, a dose row
doses | drug         | dose | frequency   | started_on | stopped_on
      | voriconazole | 200  | twice_daily | d10        | d72
as of d80
expect | same_week | card
       | nothing   | tacrolimus 5 → 7 mg/day; voriconazole stopped

== an azole stops 8 days after the pain
doses | drug         | dose | frequency   | started_on | stopped_on
      | voriconazole | 200  | twice_daily | d10        | d73
as of d80
expect | same_week | card
       | nothing   | tacrolimus 5 → 7 mg/day

== an azole stops the day before the increase, an event
events | kind                  | happened_on | title
       | interacting_drug_stop | d55         | Voriconazole
as of d80
expect | same_week                           | card
       | voriconazole stopped (1 day before) | tacrolimus 5 → 7 mg/day; voriconazole stopped

== one start of diltiazem, noted as an event and as a dose row
events | kind                   | happened_on | title
       | interacting_drug_start | d57         | Diltiazem
doses | drug      | dose | frequency  | started_on
      | diltiazem | 120  | once_daily | d57
as of d80
expect | same_week                       | card
       | diltiazem started (1 day later) | diltiazem started; tacrolimus 5 → 7 mg/day

== diltiazem on the day of the pain
doses | drug      | dose | frequency  | started_on
      | diltiazem | 120  | once_daily | d66
as of d80
expect | same_week | card
       | nothing   | diltiazem started; tacrolimus 5 → 7 mg/day

== diltiazem doubled in the week of the increase
doses | drug      | dose | frequency  | started_on | stopped_on
      | diltiazem | 120  | once_daily | d5         | d56
      | diltiazem | 240  | once_daily | d57        |
as of d80
expect | same_week                                | card
       | diltiazem 120 → 240 mg/day (1 day later) | diltiazem 120 → 240 mg/day; tacrolimus 5 → 7 mg/day

== a quinolone begins on the day of the increase
doses | drug          | dose | frequency   | started_on
      | ciprofloxacin | 500  | twice_daily | d56
as of d80
expect | same_week                                          | card
       | ciprofloxacin started, 1000 mg/day (the same day)  | ciprofloxacin started, 1000 mg/day; tacrolimus 5 → 7 mg/day

== steroid tapered 2 days after the increase
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 10   | once_daily | d0         | d57
      | prednisone | 5    | once_daily | d58        |
as of d66
expect | same_week                                | card
       | prednisone 10 → 5 mg/day (2 days later)  | prednisone 10 → 5 mg/day; tacrolimus 5 → 7 mg/day

== steroid tapered, as yet unknown: the day after the one asked for
doses | drug       | dose | frequency  | started_on | stopped_on
      | prednisone | 10   | once_daily | d0         | d68
      | prednisone | 5    | once_daily | d69        |
as of d68
expect | same_week | card
       | nothing   | tacrolimus 5 → 7 mg/day

== the ALP's upper limit changes
labs | test | collected_at | value | reference_low | reference_high
     | alp  | d28          | 80    | 40            | 130
     | alp  | d57          | 90    | 40            | 120
as of d80
expect | same_week | card
       | nothing   | ALP: the laboratory's range changed, upper limit now 120; tacrolimus 5 → 7 mg/day

== the same range of the ALP again
labs | test | collected_at | value | reference_low | reference_high
     | alp  | d28          | 80    | 40            | 130
     | alp  | d57          | 90    | 40            | 130
as of d80
expect | card
       | tacrolimus 5 → 7 mg/day

== only the lower limit of the ALP changes
labs | test | collected_at | value | reference_low | reference_high
     | alp  | d28          | 80    | 40            | 130
     | alp  | d57          | 90    | 35            | 130
as of d80
expect | card
       | ALP: the laboratory's range changed, lower limit now 35; tacrolimus 5 → 7 mg/day

== a limit of 0 is no limit
labs | test | collected_at | value | reference_low | reference_high
     | alp  | d28          | 80    |               | 130
     | alp  | d57          | 90    |               | 0
     | alp  | d58          | 90    |               | 130
as of d80
expect | card
       | tacrolimus 5 → 7 mg/day

== the range changes 8 days before the increase
labs | test | collected_at | value | reference_low | reference_high
     | alp  | d28          | 80    | 40            | 130
     | alp  | d48          | 90    | 40            | 120
     | alp  | d58          | 90    | 40            | 120
as of d80
expect | card
       | tacrolimus 5 → 7 mg/day
"""

OTHERS = """
What else changed, beside other doses
day 0: 2024-01-31
transplants | transplanted_on
            | d0

== the formulation changes at the same dose 3 days before the dose is raised
doses | drug       | dose | frequency  | started_on | stopped_on | formulation
      | tacrolimus | 6    | once_daily | d0         | d52        | immediate_release
      | tacrolimus | 6    | once_daily | d53        | d55        | extended_release
      | tacrolimus | 7    | once_daily | d56        |            | extended_release
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d66      | d66         | 7
as of d80
expect | same_week                                                                          | card
       | tacrolimus immediate release → extended release, 6 → 6 mg/day (3 days before)      | tacrolimus 6 → 7 mg/day; tacrolimus immediate release → extended release, 6 → 6 mg/day

== diltiazem 3 days before the pain, the increase long ago
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d29
      | tacrolimus | 6    | once_daily | d30        |
      | diltiazem  | 120  | once_daily | d97        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d100     | d100        | 7
as of d100
expect | same_week | card
       | nothing   | diltiazem started; tacrolimus 5 → 6 mg/day

== steroid halved with the increase, worse 10 days later
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d55
      | tacrolimus | 7    | once_daily | d56        |
      | prednisone | 10   | once_daily | d0         | d55
      | prednisone | 5    | once_daily | d56        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 7
as of d80
expect | dose_response | judged
       | yes           | prednisone 10 → 5 mg/day; tacrolimus 5 → 7 mg/day

== steroid halved with the increase, raised with the cut that eased
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         | d55
      | tacrolimus | 7    | once_daily | d56        | d89
      | tacrolimus | 4    | once_daily | d90        |
      | prednisone | 10   | once_daily | d0         | d55
      | prednisone | 5    | once_daily | d56        | d92
      | prednisone | 20   | once_daily | d93        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d40      | d40         | 3
         | pain    | foot | d40      | d66         | 7
         | pain    | foot | d40      | d120        | 3
as of d130
expect | dose_response | dechallenge | judged
       | yes           | yes         | prednisone 10 → 5 mg/day; prednisone 5 → 20 mg/day; tacrolimus 5 → 7 mg/day; tacrolimus 7 → 4 mg/day

== the second cut eased: what changed in its week is named
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 7    | once_daily | d0         | d69
      | tacrolimus | 5    | once_daily | d70        | d79
      | tacrolimus | 7    | once_daily | d80        | d119
      | tacrolimus | 3    | once_daily | d120       |
      | prednisone | 5    | once_daily | d0         | d121
      | prednisone | 20   | once_daily | d122       |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d60      | d60         | 7
         | pain    | foot | d60      | d140        | 3
as of d150
expect | dechallenge | judged
       | yes         | prednisone 5 → 20 mg/day; tacrolimus 7 → 3 mg/day

== nothing cut and nothing raised: the week of the pain
doses | drug       | dose | frequency  | started_on | stopped_on
      | tacrolimus | 5    | once_daily | d0         |
      | prednisone | 10   | once_daily | d0         | d62
      | prednisone | 5    | once_daily | d63        |
symptoms | symptom | site | onset_on | recorded_on | severity
         | pain    | foot | d66      | d66         | 7
as of d80
expect | card                     | judged
       | prednisone 10 → 5 mg/day | prednisone 10 → 5 mg/day
"""


def _cases() -> list[Case]:
    with TemporaryDirectory() as folder:
        found = []
        for name, text in (("responses", RESPONSES), ("confounders", CONFOUNDERS), ("others", OTHERS)):
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
        "earlier_reaction": judged.naranjo.set_index("number").loc[9, "answer"],
        "same_week": (beside.iloc[0] if len(beside) else "") or "nothing",
        "card": _named(card.confounders),
        "judged": _named(judged.confounders),
    }


def _named(confounders: pd.DataFrame) -> str:
    return "; ".join(sorted(confounders["text"])) or "nothing"


def test_what_was_taken_back_with_its_import_is_not_named(clinic_store: Store, tmp_path: Path) -> None:
    rows = [
        ("tacrolimus", "5", "2024-01-31", "2024-03-26"),
        ("tacrolimus", "7", "2024-03-27", ""),
        ("diltiazem", "120", "2024-03-28", ""),
    ]
    columns = ("drug", "dose", "started_on", "stopped_on")
    doses = [
        {"patient_id": "P1", "dose_unit": "mg", "frequency": "once_daily"}
        | dict(zip(columns, row, strict=True))
        for row in rows
    ]
    pain = {"patient_id": "P1", "symptom": "pain", "site": "foot", "onset_on": "2024-04-06", "severity": "7"}
    _import(clinic_store, tmp_path / "doses.csv", "doses", doses[:2])
    _import(clinic_store, tmp_path / "symptoms.csv", "symptoms", [pain])
    wrong = _import(clinic_store, tmp_path / "wrong.csv", "doses", doses[2:])

    def card() -> str:
        return _found(patient_record(clinic_store, "P1", date(2024, 4, 20)), "pain|foot|2024-04-06")["card"]

    assert card() == "diltiazem started; tacrolimus 5 → 7 mg/day"
    undo(clinic_store, wrong, who="test", today=READ_ON)
    assert card() == "tacrolimus 5 → 7 mg/day"
