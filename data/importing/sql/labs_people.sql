-- Distinct patients as the file names them, beside what is on record.
WITH named AS (
    SELECT DISTINCT trim(coalesce(patient_id, ''), chr(32) || chr(9) || chr(160)) AS patient_id,
        coalesce(patient_name, '') AS patient_name, coalesce(birth_date, '') AS birth_text
    FROM labs_raw
), current_patients AS (
    SELECT patient_id, arg_max(coalesce(name, ''), record_id) AS name, arg_max(birth_date, record_id) AS birth_date
    FROM patients
    WHERE NOT withdrawn AND import_id NOT IN (SELECT import_id FROM import_undos)
    GROUP BY patient_id
)
SELECT n.patient_id, n.patient_name, n.birth_text, coalesce(c.name, '') AS name, c.birth_date, c.patient_id IS NULL AS is_new
FROM named n LEFT JOIN current_patients c USING (patient_id)
ORDER BY ALL
