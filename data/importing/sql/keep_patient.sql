-- A patient known by id only.
INSERT INTO patients BY NAME
SELECT $record_id AS record_id, $import_id AS import_id, $known_on::DATE AS known_on, $patient_id AS patient_id
