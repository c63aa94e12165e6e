-- Changes of every drug; a stop is each drug's own first day without it. An interacting drug starts and stops by its own kinds.
SELECT patient_id, drug, changed_on, kind, from_mg_per_day, to_mg_per_day, from_formulation, to_formulation
FROM dose_changes WHERE drug_class <> 'interacting' OR kind IN ('increase', 'reduction')
UNION ALL
SELECT e.patient_id, e.drug, e.on_to + 1, 'stop', arg_max(p.mg_per_day, p.record_id), 0, arg_max(p.formulation, p.record_id), NULL
FROM drug_exposure e JOIN dose_periods p ON p.patient_id = e.patient_id AND p.drug = e.drug AND p.last_on = e.on_to
WHERE e.on_to < CAST($as_of AS DATE) AND e.drug_class <> 'interacting' AND (p.mg_per_day IS NULL OR p.mg_per_day > 0)
GROUP BY e.patient_id, e.drug, e.on_to
UNION ALL
SELECT patient_id, drug, changed_on, kind, NULL, NULL, NULL, NULL FROM (
    -- one start can stand on record twice, as an event and as a dose
    SELECT patient_id, lower(coalesce(title, 'interacting drug')) AS drug, happened_on AS changed_on, replace(kind, 'interacting_drug', 'interacting') AS kind
    FROM current_events WHERE kind IN ('interacting_drug_start', 'interacting_drug_stop')
    UNION
    SELECT patient_id, drug, on_from, 'interacting_start' FROM drug_exposure WHERE interacting <> ''
    UNION
    SELECT patient_id, drug, on_to + 1, 'interacting_stop' FROM drug_exposure WHERE interacting <> '' AND on_to < CAST($as_of AS DATE))
ORDER BY changed_on, drug, kind
