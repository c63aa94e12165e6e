-- Of the wanted patients: name, birth date, and whether they are known by id only (made by a file that named them).
SELECT patient_id, name, birth_date,
    name IS NULL AND birth_date IS NULL AND sex IS NULL AND risk_factors IS NULL AND source_row IS NULL AS id_only
FROM patients SEMI JOIN wanted_patients USING (patient_id)
WHERE NOT withdrawn AND import_id NOT IN (SELECT import_id FROM import_undos)
QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY record_id DESC) = 1
