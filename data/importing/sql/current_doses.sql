-- The current doses of the wanted patients: of one identity the rows of the latest import, which add up.
SELECT *
FROM (
    SELECT * FROM doses SEMI JOIN wanted_patients USING (patient_id)
    WHERE import_id NOT IN (SELECT import_id FROM import_undos)
    QUALIFY import_id = first_value(import_id) OVER (
        PARTITION BY patient_id, drug, formulation, route, started_on ORDER BY record_id DESC)
)
WHERE NOT withdrawn
ORDER BY record_id
