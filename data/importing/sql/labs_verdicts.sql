-- What each verdict means. Reasons are bound (data/texts/rows.py); those that are empty here stand in the lookup of the texts.
CREATE OR REPLACE TEMP TABLE labs_verdicts AS
SELECT * FROM (VALUES
    (1, 'rejected', 'patient_id', $no_patient),
    (2, 'rejected', 'patient_id', ''),
    (3, 'rejected', 'test', $no_test),
    (4, 'not_monitored', 'test', ''),
    (5, 'rejected', 'collected_at', ''),
    (6, 'rejected', 'collected_at', $drawn_in_future),
    (7, 'rejected', 'collected_at', $drawn_before_birth),
    (8, 'rejected', 'status', ''),
    (9, 'set_aside', 'status', ''),
    (10, 'rejected', 'value', $no_value),
    (11, 'rejected', 'value', $not_a_number),
    (12, 'rejected', 'value', $negative),
    (13, 'rejected', 'reported_at', ''),
    (14, 'rejected', 'last_dose_at', ''),
    (15, 'set_aside', 'timing', ''),
    (16, 'set_aside', 'test', ''),
    (17, 'set_aside', 'value', ''),
    (18, 'set_aside', 'value', ''),
    (19, 'set_aside', 'patient_id', ''),
    (20, 'set_aside', 'collected_at', $several),
    (21, 'rejected', 'status', $nothing_to_withdraw),
    (22, 'set_aside', 'collected_at', ''),
    (23, 'set_aside', 'unit', ''),
    (24, 'set_aside', 'value', $not_a_number_now)
) AS verdicts (verdict, outcome, column_name, reason)
