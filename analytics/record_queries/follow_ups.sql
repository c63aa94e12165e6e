SELECT patient_id, symptom_key, scored_on AS recorded_on, severity, severity_derived, walking, side, told_by, note, worse_with, relieved_by, signs, record_id
FROM current_symptoms WHERE seen ORDER BY symptom_key, scored_on, record_id
