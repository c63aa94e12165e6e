-- The answer of a rule on symptoms or states on as_of: an open stretch fires, else what cannot be told, else clear.
SELECT $rule AS rule, patient_id,
    CASE WHEN bool_or(answer = 'fires' AND ended_on IS NULL) THEN 'fires' WHEN bool_or(answer = 'cannot_tell') THEN 'cannot_tell'
        ELSE 'clear' END AS answer,
    coalesce(min(missing) FILTER (answer = 'cannot_tell'), '') AS missing
FROM stretches GROUP BY patient_id
