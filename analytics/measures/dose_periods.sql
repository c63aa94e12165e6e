-- measure: dose_periods
-- what: one drug, one formulation, a total daily dose (mg/day) from a first to a last day; parts of one day add up
-- unit: mg/day, mg/week · window: until its own end, at most the day before the next row of the drug
-- source: definitions, "Dose period" · NULL: last_on still running, mg_per_day amount unknown
-- Parts that start together but end on different days are one dose that ends with its last part (silent in the
-- definitions; the longer exposure is the safer reading).
WITH named AS (
    SELECT *, coalesce(formulation, min(formulation) OVER (PARTITION BY patient_id, drug, started_on)) AS form
    FROM current_doses),
together AS (
    SELECT patient_id, drug, form AS formulation, started_on AS first_on, min(record_id) AS record_id,
        CASE WHEN count(stopped_on) = count(*) THEN max(stopped_on) END AS stopped_on,
        CASE WHEN count(mg_per_day) = count(*) THEN round(fsum(mg_per_day), 6) END AS mg_per_day,
        CASE WHEN count(doses_per_week) = count(*) THEN round(fsum(doses_per_week), 6) END AS doses_per_week,
        min(frequency) AS frequency, min(reason) AS reason
    FROM named GROUP BY ALL),
bounded AS (
    SELECT *, min(first_on) OVER (PARTITION BY patient_id, drug ORDER BY first_on
        RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING) AS next_on
    FROM together)
SELECT p.patient_id, p.drug, coalesce(v.drug_class, 'other') AS drug_class, coalesce(v.interacting, '') AS interacting,
    p.formulation, p.first_on, least(p.stopped_on, p.next_on - 1) AS last_on, p.mg_per_day,
    round(p.mg_per_day * 7, 6) AS mg_per_week, p.doses_per_week, p.frequency, p.reason, p.record_id
FROM bounded p LEFT JOIN vocabulary v USING (drug)
WHERE p.stopped_on IS NULL OR p.stopped_on >= p.first_on
