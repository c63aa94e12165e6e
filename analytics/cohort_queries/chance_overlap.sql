-- Per patient: days inside a CIPS window so far, and how many of them lie 0-14 days after a CNI increase anyway.
WITH inside AS (
    SELECT DISTINCT w.patient_id, CAST(unnest(generate_series(w.opens_on, least(w.closes_on, CAST($as_of AS DATE)), INTERVAL 1 DAY)) AS DATE) AS on_day
    FROM windows w WHERE w.opens_on <= CAST($as_of AS DATE)),
increases AS (
    SELECT patient_id, changed_on FROM dose_changes WHERE drug_class = 'cni' AND kind = 'increase')
SELECT i.patient_id, count(*) AS window_days,
    count(*) FILTER (EXISTS (SELECT 1 FROM increases c WHERE c.patient_id = i.patient_id
        AND i.on_day BETWEEN c.changed_on AND c.changed_on + CAST($pain_lag_days AS INTEGER))) AS days_after_increase
FROM inside i ANTI JOIN scope_case_studies USING (patient_id)
GROUP BY i.patient_id ORDER BY i.patient_id
