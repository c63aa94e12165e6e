-- measure: dose_periods
-- what: one drug, one formulation, a total daily dose (mg/day) from a first to a last day; parts of one day add up
-- unit: mg/day, mg/week · window: until its own end, at most the day before the next row of the drug
-- source: definitions, "Dose period" · NULL: last_on still running, mg_per_day amount unknown
-- Parts of one dose are taken together, so they share its frequency; parts of different frequency leave it unknown.
-- Each part lasts until its own end: when one part ends earlier the total falls from the next day.
WITH begun AS (
    SELECT patient_id, drug, started_on, min(formulation) AS a_form, count(*) AS parts, lead(started_on) OVER (PARTITION BY patient_id, drug ORDER BY started_on) AS next_on
    FROM current_doses GROUP BY patient_id, drug, started_on),
named AS (
    SELECT d.*, coalesce(d.formulation, b.a_form) AS form, b.next_on, b.parts FROM current_doses d JOIN begun b USING (patient_id, drug, started_on)),
parts AS (
    SELECT *, coalesce(least(stopped_on, next_on - 1), DATE '9999-12-31') AS end_on FROM named
    WHERE stopped_on IS NULL OR stopped_on >= started_on),
-- most doses are one part; only the others are added up
stretches AS (
    SELECT *, coalesce(lag(end_on) OVER (PARTITION BY patient_id, drug, form, started_on ORDER BY end_on) + 1, started_on) AS first_on
    FROM (SELECT DISTINCT patient_id, drug, form, started_on, end_on FROM parts WHERE parts > 1)),
together AS (
    SELECT s.patient_id, s.drug, s.form AS formulation, s.first_on, s.end_on, min(p.record_id) AS record_id,
        CASE WHEN count(p.mg_per_day) = count(*) THEN round(fsum(p.mg_per_day), 6) END AS mg_per_day,
        CASE WHEN count(p.doses_per_week) = count(*) AND min(p.doses_per_week) = max(p.doses_per_week) THEN min(p.doses_per_week) END AS doses_per_week,
        min(p.frequency) AS frequency, min(p.reason) AS reason
    FROM stretches s JOIN parts p ON p.patient_id = s.patient_id AND p.drug = s.drug AND p.started_on = s.started_on
        AND p.form IS NOT DISTINCT FROM s.form AND p.end_on >= s.end_on
    WHERE p.parts > 1 GROUP BY ALL
    UNION ALL
    SELECT patient_id, drug, form, started_on, end_on, record_id, round(mg_per_day, 6), doses_per_week, frequency, reason FROM parts WHERE parts = 1)
SELECT p.patient_id, p.drug, coalesce(v.drug_class, 'other') AS drug_class, coalesce(v.interacting, '') AS interacting,
    p.formulation, p.first_on, nullif(p.end_on, DATE '9999-12-31') AS last_on, p.mg_per_day,
    round(p.mg_per_day * 7, 6) AS mg_per_week, p.doses_per_week, p.frequency, p.reason, p.record_id
FROM together p LEFT JOIN vocabulary v USING (drug)
