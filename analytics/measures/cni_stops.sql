-- measure: cni_stops
-- what: every first day without any CNI up to as_of, with the dose taken before · unit: mg/day
-- source: definitions, "A stop" · NULL: from_mg_per_day unknown amount
SELECT e.patient_id, e.on_to + 1 AS changed_on, arg_max(p.drug, p.record_id) AS drug,
    arg_max(p.mg_per_day, p.record_id) AS from_mg_per_day, max(p.record_id) AS record_id
FROM cni_exposure e
JOIN dose_periods p ON p.patient_id = e.patient_id AND p.drug_class = 'cni' AND p.last_on = e.on_to
    AND (p.mg_per_day IS NULL OR p.mg_per_day > 0)
WHERE e.on_to < CAST($as_of AS DATE)
GROUP BY ALL
