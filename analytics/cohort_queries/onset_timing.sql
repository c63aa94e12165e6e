-- For every symptom onset of the clinic the dose changes in the 90 days before it, with the CNI level around each change.
-- One row an (onset, change); an onset without any change has one row with an empty drug. Published cases stand apart.
-- Same readings as analytics/timing.py has for one patient: a pain scored 0 throughout is none, a level drawn on the day of
-- a change belongs to the dose before it. lag_days: onset minus change. NULL: nothing on record.
WITH changes AS (
    SELECT patient_id, drug, drug_class, changed_on, kind, from_mg_per_day, to_mg_per_day, from_formulation, to_formulation
    FROM dose_changes WHERE drug_class IN ('cni', 'mtor', 'steroid', 'antimetabolite')
    UNION ALL
    SELECT patient_id, drug, 'cni', changed_on, 'stop', from_mg_per_day, NULL, NULL, NULL FROM cni_stops
    UNION ALL
    SELECT patient_id, drug, 'interacting', changed_on, kind, NULL, NULL, NULL, NULL FROM interaction_changes),
onsets AS (
    SELECT s.patient_id, s.symptom_key, s.symptom, s.site, s.lower_limb, s.onset_on, s.highest_severity, s.highest_derived,
        CASE WHEN s.both_sides OR s.sides > 1 THEN 'both' ELSE coalesce(s.a_side, '') END AS side,
        coalesce(s.date_precision, 'day') AS date_precision,
        EXISTS (SELECT 1 FROM windows w WHERE w.patient_id = s.patient_id AND s.onset_on BETWEEN w.opens_on AND w.closes_on) AS in_window
    FROM symptom_summary s ANTI JOIN scope_case_studies USING (patient_id)
    WHERE NOT s.is_none AND s.onset_on <= CAST($as_of AS DATE)),
paired AS (
    SELECT o.*, c.drug, c.drug_class, c.kind, c.changed_on, c.from_mg_per_day, c.to_mg_per_day, c.from_formulation,
        c.to_formulation, o.onset_on - c.changed_on AS lag_days
    FROM onsets o LEFT JOIN changes c
        ON c.patient_id = o.patient_id AND c.changed_on BETWEEN o.onset_on - $timing_look_back_days AND o.onset_on),
before AS (
    SELECT p.patient_id, p.symptom_key, p.changed_on, arg_max(v.value, (v.collected_at, v.record_id)) AS value,
        arg_max(v.comparator, (v.collected_at, v.record_id)) AS comparator, max(v.taken_on) AS taken_on,
        arg_max(v.drug, (v.collected_at, v.record_id)) AS drug
    FROM (SELECT DISTINCT patient_id, symptom_key, changed_on FROM paired) p
    JOIN trough v ON v.patient_id = p.patient_id AND v.taken_on <= p.changed_on GROUP BY ALL),
after AS (
    SELECT p.patient_id, p.symptom_key, p.changed_on, arg_min(v.value, (v.collected_at, v.record_id)) AS value,
        arg_min(v.comparator, (v.collected_at, v.record_id)) AS comparator, min(v.taken_on) AS taken_on
    FROM (SELECT DISTINCT patient_id, symptom_key, changed_on FROM paired) p
    JOIN trough v ON v.patient_id = p.patient_id AND v.taken_on > p.changed_on GROUP BY ALL)
SELECT p.*, b.drug AS level_drug, b.value AS level_before, b.comparator AS level_before_comparator, b.taken_on AS level_before_on,
    a.value AS level_after, a.comparator AS level_after_comparator, a.taken_on AS level_after_on,
    coalesce(p.drug_class = 'cni' AND p.kind = 'increase' AND p.lag_days <= $pain_lag_days, false) AS close_to_increase
FROM paired p LEFT JOIN before b USING (patient_id, symptom_key, changed_on)
LEFT JOIN after a USING (patient_id, symptom_key, changed_on)
ORDER BY p.onset_on DESC, p.patient_id, p.symptom_key, p.lag_days, p.drug, p.kind
