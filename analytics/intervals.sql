-- A rule on symptoms or states answers in days already: its rows are the episodes.
SELECT $rule AS rule, patient_id, symptom_key, symptom, began_on, latest_on, ended_on, severity_rank, value, comparator,
    unit, CAST(threshold AS DOUBLE) AS threshold, why, evidence, missing
FROM stretches WHERE answer = 'fires'
