-- The judgements of the rules on results → their stretches, keys only.
-- A stretch begins at the first firing result after a clear one (or none), ends on the first clear one after it; "cannot
-- tell" neither begins nor ends it. Severity: the highest that it has reached. Judgements between two clear ones share the
-- number of clear ones before them, so one window is enough; what it sorts is narrow. Judgements of two series (drugs) are
-- two rows of stretches.
-- The answer on as_of is the last judgement; order -1 marks an end that is no result, and a judgement without a series says
-- what holds on as_of itself, after every result, and makes no episode.
-- repeated_hour: results of the hour that comes twice when the clocks go back, which only UTC puts in order.
WITH repeated_hour AS (SELECT record_id, collected_utc FROM current_results WHERE collected_utc IS NOT NULL)
SELECT rule, patient_id, series, stretch,
    min(CASE WHEN fires THEN judged_on END) AS began_on, min(CASE WHEN ends THEN judged_on END) AS ended_on,
    min(CASE WHEN fires THEN severity_rank END) AS severity_rank, min(CASE WHEN fires THEN n END) AS position,
    max(CASE WHEN fires THEN judged_at END) AS latest_at, arg_max(CASE WHEN fires THEN judged_order END, n) AS latest_order,
    max(CASE WHEN says THEN answer END) AS answer, max(CASE WHEN says THEN judged_at END) AS answer_at,
    max(CASE WHEN says THEN judged_order END) AS answer_order
FROM (
    SELECT rule, patient_id, series, fires, ends, answer, severity_rank, judged_at, CAST(judged_at AS DATE) AS judged_on, judged_order,
        row_number() OVER so_far AS n, count(*) FILTER (fires) OVER so_far AS fired,
        count(*) FILTER (ends) OVER so_far - CASE WHEN ends THEN 1 ELSE 0 END AS stretch,
        judged_order >= 0 AND count(*) FILTER (judged_order >= 0) OVER so_far
            = count(*) FILTER (judged_order >= 0) OVER (PARTITION BY rule, patient_id, series) AS says
    FROM (
        SELECT rule, patient_id, coalesce(series, '') AS series, answer, answer = 'fires' AS fires,
            answer = 'clear' AND series IS NOT NULL AS ends, severity_rank, judged_at, collected_utc, judged_order
        FROM judgements LEFT JOIN repeated_hour ON repeated_hour.record_id = judged_order
        WHERE judged_at IS NOT NULL)
    WINDOW so_far AS (
        PARTITION BY rule, patient_id, series ORDER BY judged_at, collected_utc NULLS FIRST, judged_order ROWS UNBOUNDED PRECEDING))
WHERE fired > 0 OR says
GROUP BY rule, patient_id, series, stretch
HAVING latest_at IS NOT NULL OR answer IS NOT NULL
