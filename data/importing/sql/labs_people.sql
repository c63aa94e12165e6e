-- Patients as the file names them, beside what is on record, in the order of their numbers.
WITH cleaned AS (
    SELECT code, trim(patient_id, chr(32) || chr(9) || chr(160)) AS patient_id, patient_name, birth_text FROM named
), current_patients AS (
    SELECT patient_id, arg_max(coalesce(name, ''), record_id) AS name, arg_max(birth_date, record_id) AS birth_date
    FROM patients
    WHERE NOT withdrawn AND import_id NOT IN (SELECT import_id FROM import_undos)
      AND patient_id IN (SELECT patient_id FROM cleaned)
    GROUP BY patient_id
)
SELECT n.patient_id, n.patient_name, n.birth_text, coalesce(c.name, '') AS name, c.birth_date
FROM cleaned n LEFT JOIN current_patients c USING (patient_id)
ORDER BY n.code
