-- Rows whose result has several versions, here or on record: decided one by one, in the order of the file.
-- record_id NULL: a row of this file.
WITH undecided AS (
    SELECT * FROM labs_close WHERE seq NOT IN (SELECT seq FROM labs_fates)
)
SELECT record_id, NULL AS seq, patient_id, analyte, collected_at, collected_utc, specimen_id, day_value, status, comparator,
    value, reference_low, reference_high, reported_at, timing, last_dose_at, comment
FROM labs_live WHERE identity IN (SELECT identity FROM undecided)
UNION ALL
SELECT NULL, seq, patient_id, analyte, collected_at, collected_utc, specimen_id, day_value, status, comparator,
    value, reference_low, reference_high, reported_at, timing, last_dose_at, comment
FROM undecided
ORDER BY record_id NULLS LAST, seq
