SELECT patient_id, drug, drug_class, formulation, first_on, last_on, mg_per_day, mg_per_week, frequency, reason
FROM dose_periods ORDER BY drug, first_on, record_id
