-- The results that count: of the versions of one result the highest status, then the latest reported, then the last
-- imported; a withdrawn result is gone. NULL value does not occur. Only moments with more than one row are ranked; two
-- moments of one hash are ranked needlessly, never wrongly.
WITH known AS NOT MATERIALIZED (
    SELECT *, hash(patient_id, analyte, collected_at) AS moment FROM scope_results
    WHERE collected_at < CAST($as_of AS DATE) + INTERVAL 1 DAY
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
        AND import_id NOT IN (SELECT import_id FROM undone)),
repeated AS (SELECT moment FROM known GROUP BY moment HAVING count(*) > 1),
ranked AS (
    SELECT * FROM known SEMI JOIN repeated USING (moment)
    QUALIFY row_number() OVER (
        PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
        ORDER BY CASE status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
            coalesce(reported_at, collected_at) DESC, record_id DESC) = 1)
SELECT record_id, patient_id, analyte, collected_at, CAST(collected_at AS DATE) AS taken_on, collected_utc, has_time, specimen_id,
    comparator, value, reference_high, timing, last_dose_at, last_dose_utc
FROM (SELECT * FROM known ANTI JOIN repeated USING (moment) UNION ALL SELECT * FROM ranked)
WHERE status NOT IN ('cancelled', 'wrong_patient')
