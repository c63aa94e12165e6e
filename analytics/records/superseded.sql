-- The versions of one result that do not count: of one result the highest status counts, then the latest reported, then the
-- last imported.
-- empty without: repeated
SELECT record_id FROM scope_results
WHERE collected_at < CAST($as_of AS DATE) + INTERVAL 1 DAY
    AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    AND hash(patient_id, analyte, collected_at) IN (SELECT moment FROM repeated)
QUALIFY row_number() OVER (
    PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
    ORDER BY CASE status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
        coalesce(reported_at, collected_at) DESC, record_id DESC) > 1
