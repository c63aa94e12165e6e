-- Patients that an undone import had put on record, without any row left, of whom records of other imports remain.
WITH undone AS (SELECT DISTINCT patient_id FROM patients WHERE import_id = $import_id),
standing AS (
    SELECT patient_id, import_id FROM results
    UNION ALL SELECT patient_id, import_id FROM transplants
    UNION ALL SELECT patient_id, import_id FROM doses
    UNION ALL SELECT patient_id, import_id FROM symptoms
    UNION ALL SELECT patient_id, import_id FROM events
    UNION ALL SELECT patient_id, import_id FROM targets
)
SELECT s.patient_id, min(s.import_id)
FROM standing s SEMI JOIN undone USING (patient_id)
WHERE s.import_id NOT IN (SELECT import_id FROM import_undos)
  AND s.patient_id NOT IN (
      SELECT patient_id FROM patients WHERE import_id NOT IN (SELECT import_id FROM import_undos) AND NOT withdrawn)
GROUP BY s.patient_id ORDER BY s.patient_id
