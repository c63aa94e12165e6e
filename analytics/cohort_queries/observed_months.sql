-- Patient-months under observation per calendar month of the last year: from the first day on record (first_days) to
-- as_of. A month has 30.4375 days here.
WITH months AS (
    SELECT CAST(unnest(generate_series(date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 11 MONTH,
        date_trunc('month', CAST($as_of AS DATE)), INTERVAL 1 MONTH)) AS DATE) AS month)
SELECT m.month, count(*) AS patients,
    round(sum(1 + least(CAST($as_of AS DATE), CAST(m.month + INTERVAL 1 MONTH AS DATE) - 1) - greatest(k.from_on, m.month)) / 30.4375, 6) AS patient_months
FROM months m JOIN first_days k ON k.from_on < m.month + INTERVAL 1 MONTH AND k.from_on <= CAST($as_of AS DATE)
ANTI JOIN scope_case_studies s ON s.patient_id = k.patient_id
GROUP BY m.month ORDER BY m.month
