-- The episodes of all rules: stretches of firing results, and the days of symptoms and states, which come as episodes.
SELECT f.rule, f.patient_id, '' AS symptom_key, '' AS symptom, f.began_on, CAST(f.latest_at AS DATE) AS latest_on, f.ended_on,
    f.severity_rank, d.value, d.comparator, d.unit, d.threshold, d.why, d.evidence, '' AS missing, f.latest_order AS record_id, f.position
FROM found f JOIN judgements d ON d.rule = f.rule AND d.patient_id = f.patient_id AND d.judged_at = f.latest_at AND d.judged_order = f.latest_order
UNION ALL BY NAME
SELECT * EXCLUDE (answer) FROM stretches WHERE answer = 'fires'
