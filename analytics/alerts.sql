-- Episodes as the contract of the floors names them. Where two begin on one day their order is part of the identity.
SELECT p.patient_id, rule,
    CASE severity_rank WHEN 0 THEN 'critical' WHEN 1 THEN 'warning' WHEN 2 THEN 'watch' WHEN 3 THEN 'information' ELSE 'data_quality' END AS severity,
    CASE WHEN ended_on IS NULL THEN 'open' ELSE 'ended' END AS status,
    began_on, latest_on, ended_on, symptom, symptom_key, value, coalesce(comparator, '') AS comparator, coalesce(unit, '') AS unit,
    threshold, coalesce(why, '') AS why,
    CAST(row_number() OVER (PARTITION BY e.patient_id, rule, began_on, symptom ORDER BY position, symptom_key) AS INTEGER) AS "sequence",
    CAST(to_json(coalesce(evidence, [])) AS VARCHAR) AS evidence, coalesce(missing, '') AS missing, record_id,
    latest_on AS judged_on
FROM episodes e JOIN people p ON p.number = e.patient_id ORDER BY p.patient_id, rule, began_on, symptom, symptom_key, "sequence"
