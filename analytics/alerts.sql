-- Episodes as the contract of the floors names them. Where two begin on one day their order is part of the identity.
-- In no order: sorted by patient_id, rule, began_on, symptom, symptom_key, sequence when they are all there.
WITH keys AS (
    SELECT rule, patient_id, began_on, '' AS symptom, '' AS symptom_key, position, series FROM found WHERE latest_at IS NOT NULL
    UNION ALL
    SELECT rule, patient_id, began_on, symptom, symptom_key, NULL, '' FROM stretches WHERE answer = 'fires'),
twins AS (
    SELECT *, row_number() OVER (PARTITION BY rule, patient_id, began_on, symptom ORDER BY position, series, symptom_key) AS "sequence"
    FROM keys SEMI JOIN (SELECT rule, patient_id, began_on, symptom FROM keys GROUP BY ALL HAVING count(*) > 1)
        USING (rule, patient_id, began_on, symptom)),
episodes AS (
    SELECT f.rule, f.patient_id, '' AS symptom_key, '' AS symptom, f.began_on, CAST(f.latest_at AS DATE) AS latest_on, f.ended_on,
        f.severity_rank, j.value, j.comparator, j.unit, j.threshold, j.why, j.evidence, '' AS missing, f.latest_order AS record_id, f.position, f.series
    FROM found f JOIN judgements j ON j.rule = f.rule AND j.patient_id = f.patient_id AND j.judged_at = f.latest_at AND j.judged_order = f.latest_order
    UNION ALL BY NAME
    SELECT * EXCLUDE (answer), '' AS series FROM stretches WHERE answer = 'fires')
SELECT p.patient_id, CAST(e.rule AS VARCHAR) AS rule,
    CASE severity_rank WHEN 0 THEN 'critical' WHEN 1 THEN 'warning' WHEN 2 THEN 'watch' WHEN 3 THEN 'information' ELSE 'data_quality' END AS severity,
    CASE WHEN ended_on IS NULL THEN 'open' ELSE 'ended' END AS status,
    e.began_on, latest_on, ended_on, e.symptom, e.symptom_key, value, coalesce(comparator, '') AS comparator, coalesce(unit, '') AS unit,
    threshold, coalesce(why, '') AS why, CAST(coalesce(t."sequence", 1) AS INTEGER) AS "sequence",
    coalesce(evidence, '[]') AS evidence, coalesce(missing, '') AS missing, record_id, latest_on AS judged_on
FROM episodes e JOIN people p ON p.number = e.patient_id
LEFT JOIN twins t ON t.rule = e.rule AND t.patient_id = e.patient_id AND t.began_on = e.began_on AND t.symptom = e.symptom
    AND t.symptom_key = e.symptom_key AND t.position IS NOT DISTINCT FROM e.position AND t.series = e.series
