-- The first day on which a patient is under observation: the first transplant, dose or result on record.
SELECT patient_id, min(on_day) AS from_on FROM (
    SELECT patient_id, transplanted_on AS on_day FROM current_transplants
    UNION ALL SELECT patient_id, first_on FROM dose_periods
    UNION ALL SELECT patient_id, min(taken_on) FROM current_results GROUP BY patient_id)
GROUP BY patient_id
