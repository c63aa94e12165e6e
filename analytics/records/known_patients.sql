-- Every patient with anything on record up to as_of.
SELECT DISTINCT patient_id FROM (
    SELECT patient_id FROM current_patients UNION ALL SELECT patient_id FROM current_transplants
    UNION ALL SELECT patient_id FROM current_doses UNION ALL SELECT patient_id FROM current_symptoms
    UNION ALL SELECT patient_id FROM current_events UNION ALL SELECT patient_id FROM current_targets
    UNION ALL SELECT patient_id FROM current_results)
