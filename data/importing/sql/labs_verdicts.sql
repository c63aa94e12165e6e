-- What each verdict means. Reasons that are empty here stand in the lookup of the texts.
CREATE OR REPLACE TEMP TABLE labs_verdicts AS
SELECT * FROM (VALUES
    (1, 'rejected', 'patient_id', 'no patient'),
    (2, 'rejected', 'patient_id', ''),
    (3, 'rejected', 'test', 'no test'),
    (4, 'not_monitored', 'test', ''),
    (5, 'rejected', 'collected_at', ''),
    (6, 'rejected', 'collected_at', 'drawn in the future'),
    (7, 'rejected', 'collected_at', 'drawn before the patient was born'),
    (8, 'rejected', 'status', ''),
    (9, 'set_aside', 'status', ''),
    (10, 'rejected', 'value', 'no value'),
    (11, 'rejected', 'value', 'not a number: expected one such as 5.6, <5 or >2000'),
    (12, 'rejected', 'value', 'a negative result'),
    (13, 'rejected', 'reported_at', ''),
    (14, 'rejected', 'last_dose_at', ''),
    (15, 'set_aside', 'timing', ''),
    (16, 'set_aside', 'test', ''),
    (17, 'set_aside', 'value', ''),
    (18, 'set_aside', 'value', ''),
    (19, 'set_aside', 'patient_id', ''),
    (20, 'set_aside', 'collected_at', 'several results of that day are on record: say which one it changes (give its time or specimen number)'),
    (21, 'rejected', 'status', 'nothing on record that it could withdraw'),
    (22, 'set_aside', 'collected_at', ''),
    (23, 'set_aside', 'unit', ''),
    (24, 'set_aside', 'value', 'not a number, but a result of this draw is on record and stands meanwhile: say what it is now')
) AS verdicts (verdict, outcome, column_name, reason)
