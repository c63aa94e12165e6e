-- Every known patient and every rule: what the rule said, else what the rule's header says about patients without data.
SELECT n.patient_id, r.rule,
    CASE WHEN o.patient_id IS NOT NULL THEN 'fires' WHEN a.answer = 'fires' THEN 'clear' WHEN a.answer IS NOT NULL THEN a.answer
        WHEN r."without" = 'clear' THEN 'clear' ELSE 'cannot_tell' END AS answer,
    CASE WHEN o.patient_id IS NOT NULL OR a.answer = 'fires' THEN '' WHEN a.answer IS NOT NULL THEN a.missing
        WHEN r."without" = 'clear' THEN '' ELSE r."without" END AS missing
FROM known_patients p JOIN people n ON n.number = p.patient_id CROSS JOIN catalogue_rows r
LEFT JOIN answers a ON a.patient_id = p.patient_id AND a.rule = r.rule
LEFT JOIN (SELECT DISTINCT patient_id, rule FROM episodes WHERE ended_on IS NULL) o ON o.patient_id = p.patient_id AND o.rule = r.rule
ORDER BY n.patient_id, r.rule
