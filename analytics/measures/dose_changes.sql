-- measure: dose_changes
-- what: start, restart, switch, formulation change, increase or reduction of one drug, on the first day of the new dose
-- unit: mg/day · source: definitions, "CNI increase on day d", "Changes"
-- NULL: from_mg_per_day nothing before or unknown; a change between unknown amounts is no row
WITH taken AS (SELECT * FROM dose_periods WHERE mg_per_day IS NULL OR mg_per_day > 0),
starts AS (
    SELECT patient_id, drug, first_on, lag(first_on) OVER (PARTITION BY patient_id, drug ORDER BY first_on) AS prior_on
    FROM (SELECT DISTINCT patient_id, drug, first_on FROM taken)),
pairs AS (
    SELECT p.*, q.first_on IS NOT NULL AS has_prior, q.mg_per_day AS prior_mg, q.formulation AS prior_formulation, q.last_on AS prior_last,
        q.record_id AS prior_id, p.formulation IS NULL OR q.formulation IS NULL OR p.formulation = q.formulation AS same_formulation
    FROM taken p
    JOIN starts s ON s.patient_id = p.patient_id AND s.drug = p.drug AND s.first_on = p.first_on
    LEFT JOIN taken q ON q.patient_id = s.patient_id AND q.drug = s.drug AND q.first_on = s.prior_on),
-- most doses follow one other; only where several parts ended before it they are ranked
crowded AS (SELECT record_id, first_on FROM pairs GROUP BY record_id, first_on HAVING count(*) > 1),
ranked AS (
    SELECT * REPLACE (max(prior_last) OVER (PARTITION BY record_id, first_on) AS prior_last) FROM pairs SEMI JOIN crowded USING (record_id, first_on)
    QUALIFY row_number() OVER (PARTITION BY record_id, first_on
        ORDER BY same_formulation DESC, formulation IS NOT DISTINCT FROM prior_formulation DESC, prior_id) = 1),
paired AS (
    SELECT *, first_on - prior_last AS gap FROM (
        SELECT * FROM pairs ANTI JOIN crowded USING (record_id, first_on) UNION ALL SELECT * FROM ranked)),
switched AS (
    SELECT DISTINCT p.record_id, p.first_on
    FROM paired p JOIN taken o ON o.patient_id = p.patient_id AND o.drug_class = 'cni' AND o.drug <> p.drug
        AND o.first_on < p.first_on AND coalesce(o.last_on, p.first_on) >= p.first_on - 7
    WHERE p.drug_class = 'cni' AND (NOT p.has_prior OR p.gap > 1))
SELECT * FROM (
    SELECT p.patient_id, p.drug, p.drug_class, p.first_on AS changed_on,
        CASE WHEN w.record_id IS NOT NULL THEN 'switch' WHEN NOT p.has_prior THEN 'start' WHEN p.gap > 7 THEN 'restart'
            WHEN NOT p.same_formulation THEN 'formulation' WHEN p.mg_per_day > p.prior_mg THEN 'increase'
            WHEN p.mg_per_day < p.prior_mg THEN 'reduction' END AS kind,
        p.prior_mg AS from_mg_per_day, p.mg_per_day AS to_mg_per_day, p.prior_formulation AS from_formulation,
        p.formulation AS to_formulation, p.prior_last AS prior_last_on, p.record_id,
        p.formulation LIKE 'extended_release%' AND coalesce(p.doses_per_week = 7, false) AS once_daily_extended
    FROM paired p LEFT JOIN switched w USING (record_id, first_on))
WHERE kind IS NOT NULL
