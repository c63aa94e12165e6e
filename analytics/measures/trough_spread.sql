-- measure: trough_spread
-- what: CV (SD n-1 / mean x 100) of the eligible troughs of one drug, from day 90 on, in the 180 days up to each of them,
-- and of C0/D within the formulation of that trough
-- unit: %, rounded to 6 decimals · source: definitions, "trough_cv_percent" · NULL: fewer than 2 values or mean 0
WITH late AS (
    SELECT e.*, e.taken_on - $variability_within_days AS from_on FROM eligible_troughs e
    WHERE e.taken_on - e.anchor_on >= $variability_from_day),
sums AS (
    SELECT record_id, count(*) AS n, CAST(sum(micro) AS HUGEINT) AS s, sum(CAST(micro AS HUGEINT) * micro) AS q,
        count(same_c0_d) AS n_c, CAST(sum(same_c0_d) AS HUGEINT) AS s_c, sum(CAST(same_c0_d AS HUGEINT) * same_c0_d) AS q_c
    FROM (
        SELECT a.record_id, b.micro,
            CASE WHEN a.formulation IS NULL OR b.formulation IS NULL OR a.formulation = b.formulation THEN b.micro_c0_d END AS same_c0_d
        FROM late a JOIN late b ON b.patient_id = a.patient_id AND b.drug = a.drug AND b.taken_on BETWEEN a.from_on AND a.taken_on)
    GROUP BY record_id)
SELECT a.record_id, a.patient_id, a.drug, a.taken_on, a.collected_at, a.stretch_to, n, n_c,
    CASE WHEN n >= 2 AND s > 0 THEN round(sqrt(CAST(n * (n * q - s * s) AS DOUBLE) / (n - 1)) / CAST(s AS DOUBLE) * 100, 6) END AS cv,
    CASE WHEN n_c >= 2 AND s_c > 0 THEN round(sqrt(CAST(n_c * (n_c * q_c - s_c * s_c) AS DOUBLE) / (n_c - 1)) / CAST(s_c AS DOUBLE) * 100, 6) END AS cv_c0_d
FROM sums JOIN late a USING (record_id)
