-- Patients under observation from first_on to as_of, and their patient-months: each from the first day on record
-- (transplant, dose or result). A month has 30.4375 days here. Published cases stand apart.
WITH known AS (
    SELECT patient_id, min(on_day) AS from_on FROM (
        SELECT patient_id, transplanted_on AS on_day FROM current_transplants
        UNION ALL SELECT patient_id, first_on FROM dose_periods
        UNION ALL SELECT patient_id, min(taken_on) FROM current_results GROUP BY patient_id)
    GROUP BY patient_id)
SELECT count(*), coalesce(round(sum(1 + CAST($as_of AS DATE) - greatest(from_on, CAST($first_on AS DATE))) / 30.4375, 6), 0)
FROM known ANTI JOIN case_studies USING (patient_id) WHERE from_on <= CAST($as_of AS DATE)
