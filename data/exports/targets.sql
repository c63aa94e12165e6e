-- Own trough targets (ng/mL) under their native columns, so that the file can be imported again.
-- Current: the newest row of its identity (patient_id, drug, from_on) whose import stands, unless that row withdraws it.
-- $all_versions: every row of every import, undone and withdrawn ones too.
WITH ranked AS (
    SELECT t.*,
        row_number() OVER (PARTITION BY patient_id, drug, from_on ORDER BY record_id DESC) AS newest_first
    FROM targets AS t
    WHERE $all_versions OR t.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id, drug, low, high, strftime(from_on, '%Y-%m-%d') AS from_on,
    strftime(until_on, '%Y-%m-%d') AS until_on
FROM ranked
WHERE $all_versions OR (newest_first = 1 AND NOT withdrawn)
ORDER BY patient_id, drug, from_on, record_id
