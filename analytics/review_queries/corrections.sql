-- Results of the last 400 days that replaced another value or withdrew it: what was corrected, and when it came in.
-- identity and order of versions: data/schema/001_records.sql. corrected_at is UTC.
SELECT r.patient_id, r.analyte, CAST(r.collected_at AS DATE) AS collected_on, i.imported_at AS corrected_at,
    r.known_on AS corrected_on, r.status IN ('cancelled', 'wrong_patient') AS withdrawn
FROM (
    SELECT all_versions.*, lag(value) OVER versions AS old_value, lag(comparator) OVER versions AS old_comparator,
        lag(record_id) OVER versions AS old_id
    FROM (
        SELECT * FROM results
        WHERE collected_at >= CAST($as_of AS DATE) - 400 AND collected_at < CAST($as_of AS DATE) + 1
            AND known_on <= coalesce(CAST($known_on AS DATE), CAST($as_of AS DATE))
            AND import_id NOT IN (SELECT import_id FROM undone)) all_versions
    SEMI JOIN (
        SELECT patient_id, analyte, collected_at FROM results WHERE collected_at >= CAST($as_of AS DATE) - 400
        GROUP BY patient_id, analyte, collected_at HAVING count(*) > 1) several USING (patient_id, analyte, collected_at)
    WINDOW versions AS (
        PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value ORDER BY record_id)
) r JOIN imports i USING (import_id)
WHERE r.old_id IS NOT NULL
    AND (r.value IS DISTINCT FROM r.old_value OR r.comparator <> r.old_comparator OR r.status IN ('cancelled', 'wrong_patient'))
ORDER BY r.patient_id, r.record_id
