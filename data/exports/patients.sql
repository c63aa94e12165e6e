-- Patients under their native columns, so that the file can be imported again.
-- Current: the newest row of its identity (patient_id) whose import stands, unless that row withdraws it.
-- $all_versions: every row of every import, undone and withdrawn ones too.
WITH ranked AS (
    SELECT t.*,
        row_number() OVER (PARTITION BY patient_id ORDER BY record_id DESC) AS newest_first
    FROM patients AS t
    WHERE $all_versions OR t.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id, name, sex, strftime(birth_date, '%Y-%m-%d') AS birth_date, risk_factors, indication,
    primary_disease, clinic, consultant
FROM ranked
WHERE $all_versions OR (newest_first = 1 AND NOT withdrawn)
ORDER BY patient_id, record_id
