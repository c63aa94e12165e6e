-- Of the wanted patients the earliest day of anything on record: a birth date after it contradicts the record.
SELECT patient_id, min(day) AS day
FROM (
    SELECT patient_id, import_id, CAST(collected_at AS DATE) AS day FROM results WHERE status NOT IN ('cancelled', 'wrong_patient')
    UNION ALL SELECT patient_id, import_id, transplanted_on FROM transplants WHERE NOT withdrawn
    UNION ALL SELECT patient_id, import_id, started_on FROM doses WHERE NOT withdrawn
    UNION ALL SELECT patient_id, import_id, onset_on FROM symptoms WHERE NOT withdrawn
    UNION ALL SELECT patient_id, import_id, happened_on FROM events WHERE NOT withdrawn
    UNION ALL SELECT patient_id, import_id, from_on FROM targets WHERE NOT withdrawn)
SEMI JOIN wanted_patients USING (patient_id)
WHERE import_id NOT IN (SELECT import_id FROM import_undos)
GROUP BY patient_id
