-- Changes of immunosuppressants, and interacting drugs started or stopped, in the 400 days up to as_of, oldest first.
SELECT patient_id, drug, drug_class, changed_on, kind, from_mg_per_day, to_mg_per_day
FROM dose_changes
WHERE drug_class IN ('cni', 'mtor', 'steroid', 'antimetabolite') AND changed_on >= CAST($as_of AS DATE) - 400
UNION ALL
SELECT patient_id, drug, 'cni', changed_on, 'stop', from_mg_per_day, NULL FROM cni_stops WHERE changed_on >= CAST($as_of AS DATE) - 400
UNION ALL
SELECT patient_id, drug, 'interacting', changed_on, kind, NULL, NULL FROM interaction_changes
WHERE changed_on >= CAST($as_of AS DATE) - 400
ORDER BY patient_id, changed_on, drug, kind
