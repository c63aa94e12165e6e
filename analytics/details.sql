-- What an episode shows of its last firing result, and what a rule misses that cannot tell.
SELECT $rule AS rule, patient_id, judged_at, judged_order, value, comparator, unit, threshold, why, evidence, missing
FROM judgements SEMI JOIN (
    SELECT patient_id, latest_at AS judged_at, latest_order AS judged_order FROM found WHERE rule = $rule AND latest_at IS NOT NULL
    UNION ALL
    SELECT patient_id, answer_at, answer_order FROM found WHERE rule = $rule AND answer = 'cannot_tell')
    USING (patient_id, judged_at, judged_order)
