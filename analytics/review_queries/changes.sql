-- Changes of immunosuppressants, and interacting drugs started or stopped, in the 400 days up to as_of, oldest first; of a
-- patient with an open symptom from a year before its onset on: the list says what came before it, however long it has lasted.
SELECT c.patient_id, drug, drug_class, changed_on, kind, from_mg_per_day, to_mg_per_day
FROM (
    SELECT patient_id, drug, drug_class, changed_on, kind, from_mg_per_day, to_mg_per_day FROM dose_changes
    WHERE drug_class IN ('cni', 'mtor', 'steroid', 'antimetabolite')
    UNION ALL
    SELECT patient_id, drug, 'cni', changed_on, 'stop', from_mg_per_day, NULL FROM cni_stops
    UNION ALL
    SELECT patient_id, drug, 'interacting', changed_on, kind, NULL, NULL FROM interaction_changes) c
LEFT JOIN (
    SELECT patient_id, min(onset_on) - 365 AS asked_from FROM symptom_summary WHERE resolved_on IS NULL GROUP BY patient_id) o
    USING (patient_id)
WHERE changed_on >= least(CAST($as_of AS DATE) - 400, o.asked_from)
ORDER BY c.patient_id, changed_on, drug, kind
