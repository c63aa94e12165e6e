-- Judgements of one rule → episodes: a stretch begins at the first firing result after a clear one (or none), ends on
-- the first clear one after it; "cannot tell" neither begins nor ends it. Severity: the highest that it has reached.
WITH ordered AS MATERIALIZED (
    SELECT j.*, CAST(judged_at AS DATE) AS judged_on,
        row_number() OVER (PARTITION BY patient_id, series ORDER BY judged_at, judged_order) AS n,
        lag(answer) OVER (PARTITION BY patient_id, series ORDER BY judged_at, judged_order) AS before
    FROM judgements j
    WHERE answer <> 'cannot_tell' AND series IS NOT NULL AND patient_id IN (SELECT patient_id FROM judgements WHERE answer = 'fires')),
numbered AS (
    SELECT patient_id, series, n, answer, judged_on, severity_rank, sum(CASE WHEN answer = 'fires' AND coalesce(before, 'clear') = 'clear' THEN 1 ELSE 0 END)
        OVER (PARTITION BY patient_id, series ORDER BY n) AS episode
    FROM ordered),
episodes_found AS (
    SELECT patient_id, series, episode, min(n) AS position,
        min(judged_on) FILTER (answer = 'fires') AS began_on, min(judged_on) FILTER (answer = 'clear') AS ended_on,
        min(severity_rank) FILTER (answer = 'fires') AS severity_rank, max(n) FILTER (answer = 'fires') AS last_n
    FROM numbered WHERE episode > 0 GROUP BY patient_id, series, episode)
SELECT $rule AS rule, e.patient_id, e.series AS symptom_key, '' AS symptom, e.began_on, o.judged_on AS latest_on, e.ended_on,
    e.severity_rank, o.value, o.comparator, o.unit, CAST(o.threshold AS DOUBLE) AS threshold, o.why, o.evidence, '' AS missing,
    o.judged_order AS record_id, e.position
FROM episodes_found e JOIN ordered o ON o.patient_id = e.patient_id AND o.series = e.series AND o.n = e.last_n
