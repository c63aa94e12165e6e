-- Results of a patient, analyte and day, in this file (not corrections) and on record, that a correction can mean.
-- One row a version; identity columns first.
WITH wanted AS (
    SELECT DISTINCT patient_id, analyte, collected_at::DATE AS day
    FROM labs_judged WHERE verdict = 0 AND NOT has_time AND specimen_id IS NULL AND ($all OR rank = 2)
)
SELECT r.patient_id, r.analyte, r.collected_at, r.collected_utc, r.has_time, r.specimen_id, r.day_value, r.comparator, r.value,
    r.status IN ('corrected', 'cancelled', 'wrong_patient') AS revised
FROM results r JOIN wanted w ON r.patient_id = w.patient_id AND r.analyte = w.analyte AND r.collected_at::DATE = w.day
WHERE r.import_id NOT IN (SELECT import_id FROM import_undos)
UNION ALL
SELECT r.patient_id, r.analyte, r.collected_at, r.collected_utc, r.has_time, r.specimen_id, r.day_value, r.comparator, r.value, false
FROM labs_judged r JOIN wanted w ON r.patient_id = w.patient_id AND r.analyte = w.analyte AND r.collected_at::DATE = w.day
WHERE r.verdict = 0 AND r.rank < 2
ORDER BY ALL
