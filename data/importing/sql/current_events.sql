-- The current events of the wanted patients: of one identity the latest row, unless it withdraws.
SELECT *
FROM (
    SELECT * FROM events SEMI JOIN wanted_patients USING (patient_id)
    WHERE import_id NOT IN (SELECT import_id FROM import_undos)
    QUALIFY row_number() OVER (PARTITION BY patient_id, kind, happened_on, title ORDER BY record_id DESC) = 1
)
WHERE NOT withdrawn
ORDER BY record_id
