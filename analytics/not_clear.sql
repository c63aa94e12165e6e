-- What is not clear on as_of, of every known patient: a rule with an open episode fires; else what the rule said last; else,
-- where it said nothing, what its header says about patients without data. Of a rule on symptoms or states what cannot be told.
WITH open AS (
    SELECT rule, patient_id FROM found WHERE latest_at IS NOT NULL AND ended_on IS NULL
    UNION
    SELECT rule, patient_id FROM stretches WHERE answer = 'fires' AND ended_on IS NULL),
last_said AS (
    SELECT rule, patient_id, unnest(max({'answer_at': answer_at, 'answer_order': answer_order, 'answer': answer}))
    FROM found WHERE answer IS NOT NULL GROUP BY rule, patient_id),
said AS (
    SELECT f.rule, f.patient_id, f.answer, j.missing
    FROM last_said f LEFT JOIN (SELECT * FROM judgements WHERE answer = 'cannot_tell') j ON j.rule = f.rule
        AND j.patient_id = f.patient_id AND j.judged_at = f.answer_at AND j.judged_order = f.answer_order
    UNION ALL
    SELECT rule, patient_id, answer, NULL FROM judgements WHERE judged_at IS NULL
    UNION ALL
    SELECT rule, patient_id, min(answer), min(missing) FILTER (answer = 'cannot_tell')
    FROM (SELECT rule, patient_id, CASE answer WHEN 'cannot_tell' THEN answer ELSE 'clear' END AS answer, missing FROM stretches)
    GROUP BY rule, patient_id)
SELECT p.patient_id, CAST(a.rule AS VARCHAR) AS rule, CAST(a.answer AS VARCHAR) AS answer, coalesce(a.missing, '') AS missing
FROM (
    SELECT rule, patient_id, 'fires' AS answer, '' AS missing FROM open
    UNION ALL
    SELECT rule, patient_id, answer, missing FROM said ANTI JOIN open USING (rule, patient_id) WHERE answer = 'cannot_tell'
    UNION ALL
    SELECT r.rule, k.patient_id, 'cannot_tell', r."without"
    FROM known_patients k CROSS JOIN (SELECT CAST(rule AS rule_name) AS rule, "without" FROM catalogue WHERE "without" <> 'clear') r
    ANTI JOIN said USING (rule, patient_id) ANTI JOIN open USING (rule, patient_id)) a
JOIN people p ON p.number = a.patient_id ORDER BY p.number, a.rule
