-- What each rule said of each patient on as_of; of a rule on symptoms or states an open stretch fires, else what cannot be
-- told, else clear.
SELECT f.rule, f.patient_id, f.answer, coalesce(d.missing, '') AS missing
FROM found f LEFT JOIN (SELECT * FROM judgements WHERE answer = 'cannot_tell') d ON d.rule = f.rule
    AND d.patient_id = f.patient_id AND d.judged_at = f.answer_at AND d.judged_order = f.answer_order
WHERE f.answer IS NOT NULL
UNION ALL
SELECT rule, patient_id, answer, '' FROM judgements WHERE judged_at IS NULL
UNION ALL
SELECT rule, patient_id,
    CASE WHEN bool_or(answer = 'fires' AND ended_on IS NULL) THEN 'fires' WHEN bool_or(answer = 'cannot_tell') THEN 'cannot_tell'
        ELSE 'clear' END AS answer,
    coalesce(min(missing) FILTER (answer = 'cannot_tell'), '') AS missing
FROM stretches GROUP BY rule, patient_id
