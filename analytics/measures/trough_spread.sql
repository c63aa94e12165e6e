-- measure: trough_spread
-- what: CV (SD n-1 / mean x 100) of the eligible troughs of one drug in the 180 days up to each, and of C0/D within the
-- formulation of that trough; raw_all and n_all from any day (shown), raw and n from day 90 on (drive the alert)
-- unit: %, rounded to 6 decimals · source: definitions, "trough_cv_percent" · NULL: fewer than 2 values or mean 0
WITH sums AS (
    SELECT a.record_id, a.patient_id, a.drug, a.taken_on, a.collected_at, a.formulation, a.stretch_to, a.anchor_on,
        a.taken_on - a.anchor_on >= l.variability_from_day AS judged,
        count(*) AS n_all, CAST(sum(b.micro) AS HUGEINT) AS s_all, sum(CAST(b.micro AS HUGEINT) * b.micro) AS q_all,
        count(*) FILTER (b.late) AS n, CAST(sum(b.micro) FILTER (b.late) AS HUGEINT) AS s,
        sum(CAST(b.micro AS HUGEINT) * b.micro) FILTER (b.late) AS q,
        count(b.micro_c0_d) FILTER (b.late AND same) AS n_c, CAST(sum(b.micro_c0_d) FILTER (b.late AND same) AS HUGEINT) AS s_c,
        sum(CAST(b.micro_c0_d AS HUGEINT) * b.micro_c0_d) FILTER (b.late AND same) AS q_c,
        count(b.micro_c0_d) FILTER (same) AS n_c_all, CAST(sum(b.micro_c0_d) FILTER (same) AS HUGEINT) AS s_c_all,
        sum(CAST(b.micro_c0_d AS HUGEINT) * b.micro_c0_d) FILTER (same) AS q_c_all
    FROM eligible_troughs a CROSS JOIN limits l
    JOIN (SELECT e.*, coalesce(e.taken_on - e.anchor_on >= x.variability_from_day, false) AS late FROM eligible_troughs e CROSS JOIN limits x) b
        ON b.patient_id = a.patient_id AND b.drug = a.drug AND b.taken_on BETWEEN a.taken_on - l.variability_within_days AND a.taken_on
    CROSS JOIN LATERAL (SELECT a.formulation IS NULL OR b.formulation IS NULL OR a.formulation = b.formulation AS same)
    GROUP BY ALL)
SELECT record_id, patient_id, drug, taken_on, collected_at, formulation, stretch_to, judged, anchor_on, n, n_c, n_all, n_c_all,
    CASE WHEN n >= 2 AND s > 0 THEN round(sqrt(CAST(n * (n * q - s * s) AS DOUBLE) / (n - 1)) / CAST(s AS DOUBLE) * 100, 6) END AS cv,
    CASE WHEN n_c >= 2 AND s_c > 0 THEN round(sqrt(CAST(n_c * (n_c * q_c - s_c * s_c) AS DOUBLE) / (n_c - 1)) / CAST(s_c AS DOUBLE) * 100, 6) END AS cv_c0_d,
    CASE WHEN n_all >= 2 AND s_all > 0 THEN round(sqrt(CAST(n_all * (n_all * q_all - s_all * s_all) AS DOUBLE) / (n_all - 1)) / CAST(s_all AS DOUBLE) * 100, 6) END AS cv_all,
    CASE WHEN n_c_all >= 2 AND s_c_all > 0 THEN round(sqrt(CAST(n_c_all * (n_c_all * q_c_all - s_c_all * s_c_all) AS DOUBLE) / (n_c_all - 1)) / CAST(s_c_all AS DOUBLE) * 100, 6) END AS cv_c0_d_all
FROM sums
