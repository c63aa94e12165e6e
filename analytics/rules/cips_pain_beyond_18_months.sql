-- title: Pain of a CIPS alert still open 18 months after its onset
-- severity: warning
-- kind: intervals
-- card: bone_pain
-- sentence: Pain that raised a CIPS alert is still open 18 months after its onset, with a record of it in the last 60 days.
-- why it matters: CIPS is reported to end within 3 to 18 months; pain that lasts longer wants another explanation.
-- source: CIPS case report (published case CIPS-1): resolution after 3 to 18 months (anchor read as the onset)
-- against: The source does not say from where the months are counted.
-- clears: The resolution of the pain.
-- thresholds: pain.late_months, pain.asked_within_days
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
WITH raised AS (
    SELECT patient_id, symptom_key, min(began_on) AS alert_on
    FROM stretches WHERE rule IN ('cips_pain_in_window', 'cips_pain_after_cni_increase') AND answer = 'fires' GROUP BY ALL),
late AS (
    SELECT s.*, greatest(plus_months(s.onset_on, $pain_late_months), r.alert_on) AS from_on
    FROM raised r JOIN symptom_summary s USING (patient_id, symptom_key)),
asked AS (
    SELECT t.patient_id, t.symptom_key, min(greatest(t.from_on, c.scored_on)) AS began_on
    FROM late t JOIN current_symptoms c ON c.patient_id = t.patient_id AND c.symptom_key = t.symptom_key AND c.seen
        AND greatest(t.from_on, c.scored_on) - c.scored_on <= $pain_asked_within_days
    GROUP BY ALL)
SELECT t.patient_id, t.symptom_key, t.symptom || ' ' || t.site AS symptom,
    CASE WHEN a.began_on IS NULL OR a.began_on >= t.resolved_on THEN 'cannot_tell' ELSE 'fires' END AS answer,
    a.began_on, t.last_recorded_on AS latest_on, t.resolved_on AS ended_on, 1 AS severity_rank, t.latest_severity AS value,
    '' AS comparator, '/10' AS unit, NULL AS threshold,
    t.told
        || ': open since ' || t.onset_on || ', longer than CIPS is reported to last' AS why,
    [item('Pain ' || replace(t.site, '_', ' '), t.onset_on, t.latest_told, t.latest_of_ten, 'last recorded ' || t.last_recorded_on)] AS evidence,
    CASE WHEN a.began_on IS NULL THEN 'no record of the pain since ' || t.last_recorded_on ELSE '' END AS missing
FROM late t LEFT JOIN asked a USING (patient_id, symptom_key)
WHERE t.from_on <= CAST($as_of AS DATE) AND (t.resolved_on IS NULL OR a.began_on < t.resolved_on)
UNION ALL
SELECT patient_id, '', '', 'cannot_tell', NULL, NULL, NULL, NULL, NULL, '', '', NULL, '', [], no_doses(dosed, until_on)
FROM undosed_pains
