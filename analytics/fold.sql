-- Judgements of one rule → episodes: a stretch begins at the first firing result after a clear one (or none), ends on
-- the first clear one after it; "cannot tell" neither begins nor ends it. Severity: the highest that it has reached.
WITH ordered AS (
    SELECT j.*, CAST(judged_at AS DATE) AS judged_on,
        row_number() OVER (PARTITION BY patient_id, series ORDER BY judged_at, judged_order) AS n,
        lag(answer) OVER (PARTITION BY patient_id, series ORDER BY judged_at, judged_order) AS before
    FROM judgements j
    WHERE answer <> 'cannot_tell' AND patient_id IN (SELECT patient_id FROM judgements WHERE answer = 'fires')),
numbered AS (
    SELECT *, sum(CASE WHEN answer = 'fires' AND coalesce(before, 'clear') = 'clear' THEN 1 ELSE 0 END)
        OVER (PARTITION BY patient_id, series ORDER BY n) AS episode
    FROM ordered)
SELECT $rule AS rule, patient_id, series AS symptom_key, '' AS symptom,
    min(judged_on) FILTER (answer = 'fires') AS began_on, max(judged_on) FILTER (answer = 'fires') AS latest_on,
    min(judged_on) FILTER (answer = 'clear') AS ended_on, min(severity_rank) FILTER (answer = 'fires') AS severity_rank,
    arg_max(value, n) FILTER (answer = 'fires') AS value, arg_max(comparator, n) FILTER (answer = 'fires') AS comparator,
    arg_max(unit, n) FILTER (answer = 'fires') AS unit, CAST(arg_max(threshold, n) FILTER (answer = 'fires') AS DOUBLE) AS threshold,
    arg_max(why, n) FILTER (answer = 'fires') AS why, arg_max(evidence, n) FILTER (answer = 'fires') AS evidence, '' AS missing,
    arg_max(judged_order, n) FILTER (answer = 'fires') AS record_id, min(n) AS position
FROM numbered WHERE episode > 0 GROUP BY patient_id, series, episode
