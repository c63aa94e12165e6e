-- Every version of the results of one patient that have more than one, for tracing a corrected value.
-- Withdrawn imports stay listed: this is the history, not what counts today.
SELECT
    r.analyte,
    r.collected_at,
    r.reported_value,
    r.reported_unit,
    r.status,
    r.reported_at,
    r.known_on,
    i.file_name,
    r.source_row
FROM results AS r
JOIN imports AS i USING (import_id)
WHERE r.patient_id = $patient_id
  AND CAST(r.collected_at AS DATE) <= $as_of
  AND r.known_on <= $known_on
QUALIFY count(*) OVER (PARTITION BY r.analyte, r.collected_at, r.collected_utc, r.specimen_id, r.day_value) > 1
ORDER BY r.collected_at DESC, r.analyte, r.record_id DESC
