-- The answer of one rule on results for each patient on as_of: that of the last judgement; an open episode still fires.
-- A row without a series is no result: it says what holds on as_of itself, comes after every result and makes no episode.
SELECT $rule AS rule, patient_id, arg_max(answer, (judged_at, judged_order)) AS answer,
    arg_max(coalesce(missing, ''), (judged_at, judged_order)) AS missing
FROM judgements WHERE judged_order >= 0 GROUP BY patient_id
