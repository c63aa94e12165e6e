-- Transplants under their native columns, so that the file can be imported again.
-- Current: the newest row of its identity (patient_id, transplanted_on) whose import stands, unless that row withdraws it.
-- $all_versions: every row of every import, undone and withdrawn ones too.
WITH ranked AS (
    SELECT t.*,
        row_number() OVER (PARTITION BY patient_id, transplanted_on ORDER BY record_id DESC) AS newest_first
    FROM transplants AS t
    WHERE $all_versions OR t.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id, strftime(transplanted_on, '%Y-%m-%d') AS transplanted_on, organ, donor, graft_number,
    strftime(failed_on, '%Y-%m-%d') AS failed_on
FROM ranked
WHERE $all_versions OR (newest_first = 1 AND NOT withdrawn)
ORDER BY patient_id, transplanted_on, record_id
