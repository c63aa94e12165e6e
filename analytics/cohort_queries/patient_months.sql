-- Patients under observation from first_on to as_of, and their patient-months: each from the first day on record
-- (first_days). A month has 30.4375 days here. Published cases stand apart.
SELECT count(*), coalesce(round(sum(1 + CAST($as_of AS DATE) - greatest(from_on, CAST($first_on AS DATE))) / 30.4375, 6), 0)
FROM first_days ANTI JOIN scope_case_studies USING (patient_id) WHERE from_on <= CAST($as_of AS DATE)
