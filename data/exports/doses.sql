-- Doses under their native columns, so that the file can be imported again; amounts in mg.
-- Current: of one (patient, drug, formulation, route, started_on) the rows of the newest import that stands count as a
-- set (rows of one import add up), unless they withdraw it.
-- $all_versions: every row of every import, undone and withdrawn ones too.
WITH standing AS (
    SELECT t.*,
        max(record_id) OVER (PARTITION BY patient_id, drug, formulation, route, started_on, import_id) AS newest_of_import,
        max(record_id) OVER (PARTITION BY patient_id, drug, formulation, route, started_on) AS newest
    FROM doses AS t
    WHERE $all_versions OR t.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id,
    drug,
    dose_mg AS dose,
    CASE WHEN dose_mg IS NULL THEN '' ELSE 'mg' END AS dose_unit,
    frequency,
    strftime(started_on, '%Y-%m-%d') AS started_on,
    strftime(stopped_on, '%Y-%m-%d') AS stopped_on,
    formulation,
    route,
    reason
FROM standing
WHERE $all_versions OR (newest_of_import = newest AND NOT withdrawn)
ORDER BY patient_id, standing.started_on, drug, record_id
