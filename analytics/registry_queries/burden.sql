-- Critical and warning alerts that began per patient-month, by site and month. Spark and DuckDB run this very text, on the
-- rows that evaluate-lake wrote; a month has 30.4375 days, as on the page "Cohort".
SELECT m.site, m.month, m.patients, m.patient_days, coalesce(a.alerts, 0) AS alerts,
    CAST(coalesce(a.alerts, 0) AS DOUBLE) * CAST(30.4375 AS DOUBLE) / nullif(CAST(m.patient_days AS DOUBLE), 0)
        AS alerts_per_patient_month
FROM (
    SELECT site, month, CAST(sum(patients) AS BIGINT) AS patients, CAST(sum(patient_days) AS BIGINT) AS patient_days
    FROM evaluated WHERE about = 'months' GROUP BY site, month) AS m
LEFT JOIN (
    SELECT site, month, CAST(sum(alerts) AS BIGINT) AS alerts
    FROM evaluated WHERE about = 'began' GROUP BY site, month) AS a
ON a.site = m.site AND a.month = m.month
ORDER BY m.site, m.month
