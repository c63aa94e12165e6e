-- The results that count: the last version of each; a withdrawn result is gone. NULL value does not occur.
-- empty without: scope_results
SELECT record_id, patient_id, analyte, collected_at, CAST(collected_at AS DATE) AS taken_on, collected_utc, has_time, specimen_id,
    comparator, value, reference_high, timing, last_dose_at, last_dose_utc
FROM scope_results ANTI JOIN superseded USING (record_id)
WHERE collected_at < CAST($as_of AS DATE) + INTERVAL 1 DAY
    AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    AND status NOT IN ('cancelled', 'wrong_patient')
