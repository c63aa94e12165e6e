-- Named patients with one of these birth dates (days), for look-alikes.
SELECT patient_id, name, birth_date
FROM patients
WHERE NOT withdrawn AND import_id NOT IN (SELECT import_id FROM import_undos) AND birth_date IN (FROM days) AND name IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY record_id DESC) = 1
ORDER BY patient_id
