-- The current patients of the wanted patients: of one identity the latest row, unless it withdraws.
SELECT *
FROM (
    SELECT * FROM patients SEMI JOIN wanted_patients USING (patient_id)
    WHERE import_id NOT IN (SELECT import_id FROM import_undos)
    QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY record_id DESC) = 1
)
WHERE NOT withdrawn
ORDER BY record_id
