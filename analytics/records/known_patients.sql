-- Every patient with anything on record up to as_of.
SELECT patient_id FROM current_patients UNION SELECT patient_id FROM current_transplants
UNION SELECT patient_id FROM current_doses UNION SELECT patient_id FROM current_symptoms
UNION SELECT patient_id FROM current_events UNION SELECT patient_id FROM current_targets
UNION SELECT DISTINCT patient_id FROM current_results
