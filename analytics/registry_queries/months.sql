-- Days under observation by site and calendar month of the last year, one bucket's share: from a patient's first day on
-- record (first_days) to as_of. Whole days, so that buckets add up exactly on every engine.
WITH months AS (
    SELECT CAST(unnest(generate_series(date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 11 MONTH,
        date_trunc('month', CAST($as_of AS DATE)), INTERVAL 1 MONTH)) AS DATE) AS month)
SELECT 'months' AS about, s.site, m.month, count(*) AS patients,
    CAST(sum(1 + least(CAST($as_of AS DATE), CAST(m.month + INTERVAL 1 MONTH AS DATE) - 1) - greatest(k.from_on, m.month))
        AS BIGINT) AS patient_days
FROM months m
JOIN first_days k ON k.from_on < m.month + INTERVAL 1 MONTH AND k.from_on <= CAST($as_of AS DATE)
JOIN patient_sites s USING (patient_id)
GROUP BY s.site, m.month ORDER BY s.site, m.month
