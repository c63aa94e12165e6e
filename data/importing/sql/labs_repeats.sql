-- Rows that stand in this file before, word for word; only results named more than once are looked at.
INSERT INTO labs_fates
SELECT seq, 'duplicate', ''
FROM (
    SELECT seq, row_number() OVER (
        PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value, status, comparator, value,
            reference_low, reference_high, reported_at, timing, last_dose_at, comment
        ORDER BY seq) AS nth
    FROM labs_close WHERE identity IN (FROM labs_repeated)
)
WHERE nth > 1 AND seq NOT IN (SELECT seq FROM labs_fates)
