-- Symptoms, a row a follow-up, under their native columns, so that the file can be imported again.
-- Current: the newest row of its identity (patient_id, symptom, site, onset_on, recorded_on) whose import stands, unless that row withdraws it.
-- $all_versions: every row of every import, undone and withdrawn ones too.
WITH ranked AS (
    SELECT t.*,
        row_number() OVER (PARTITION BY patient_id, symptom, site, onset_on, recorded_on ORDER BY record_id DESC) AS newest_first
    FROM symptoms AS t
    WHERE $all_versions OR t.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id, symptom, site, strftime(onset_on, '%Y-%m-%d') AS onset_on, side, severity, walking,
    strftime(recorded_on, '%Y-%m-%d') AS recorded_on, strftime(resolved_on, '%Y-%m-%d') AS resolved_on,
    worse_with, relieved_by, signs, date_precision, told_by, note
FROM ranked
WHERE $all_versions OR (newest_first = 1 AND NOT withdrawn)
ORDER BY patient_id, onset_on, symptom, site, recorded_on, record_id
