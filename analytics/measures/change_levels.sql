-- measure: change_levels
-- what: each CNI increase with the last level up to that day and the first after it, for the sentence of an alert
-- unit: ng/mL · source: definitions, "Dose-symptom timing" · NULL: no such level
-- empty without: pain_moments
SELECT c.patient_id, c.drug, c.changed_on, c.from_mg_per_day, c.to_mg_per_day, c.record_id,
    arg_max(CASE WHEN t.taken_on <= c.changed_on THEN t.comparator || CASE t.drug WHEN 'tacrolimus' THEN tenths(t.value) ELSE shown(t.value) END END, (t.collected_at, t.record_id)) AS level_before,
    arg_min(CASE WHEN t.taken_on > c.changed_on THEN t.comparator || CASE t.drug WHEN 'tacrolimus' THEN tenths(t.value) ELSE shown(t.value) END END, (t.collected_at, t.record_id)) AS level_after
FROM dose_changes c LEFT JOIN trough t ON t.patient_id = c.patient_id AND t.drug = c.drug
    AND t.taken_on BETWEEN c.changed_on - 60 AND c.changed_on + 30
WHERE c.drug_class = 'cni' AND c.kind = 'increase' AND c.patient_id IN (SELECT patient_id FROM pain_moments)
GROUP BY ALL
