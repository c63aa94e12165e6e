-- Patient-months under observation per calendar month of the last year: from the first day on record (transplant, dose or
-- result) to as_of. A month has 30.4375 days here.
WITH known AS (
    SELECT patient_id, min(on_day) AS from_on FROM (
        SELECT patient_id, transplanted_on AS on_day FROM current_transplants
        UNION ALL SELECT patient_id, first_on FROM dose_periods
        UNION ALL SELECT patient_id, min(taken_on) FROM current_results GROUP BY patient_id)
    GROUP BY patient_id),
months AS (
    SELECT CAST(unnest(generate_series(date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 11 MONTH,
        date_trunc('month', CAST($as_of AS DATE)), INTERVAL 1 MONTH)) AS DATE) AS month)
SELECT m.month, count(*) AS patients,
    round(sum(1 + least(CAST($as_of AS DATE), CAST(m.month + INTERVAL 1 MONTH AS DATE) - 1) - greatest(k.from_on, m.month)) / 30.4375, 6) AS patient_months
FROM months m JOIN known k ON k.from_on < m.month + INTERVAL 1 MONTH AND k.from_on <= CAST($as_of AS DATE)
ANTI JOIN case_studies s ON s.patient_id = k.patient_id
GROUP BY m.month ORDER BY m.month
