-- title: Lower-limb pain within 14 days after another change of CNI exposure
-- severity: warning
-- kind: intervals
-- card: bone_pain
-- sentence: Lower-limb pain began or became worse 0 to 14 days after a CNI start, restart, switch or formulation change, or the start or stop of an interacting drug.
-- why it matters: Exposure can rise without any dose being raised.
-- source: definitions; Transplant Proc 2003 (one case after a switch); labels on interactions
-- against: A change of exposure is not a measured rise: look at the level before and after.
-- clears: The resolution of the pain.
-- thresholds: pain.lag_days, pain.worse_by
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- empty without: pain_moments, undosed_pains
WITH changes AS (
    SELECT patient_id, drug, changed_on, kind FROM dose_changes
    WHERE drug_class = 'cni' AND kind IN ('start', 'restart', 'switch', 'formulation')
    UNION ALL SELECT patient_id, drug, changed_on, kind FROM interaction_changes),
near AS (
    SELECT m.patient_id, m.symptom_key, m.moment_on, c.drug, c.changed_on, c.kind
    FROM pain_moments m JOIN changes c USING (patient_id)
    WHERE m.moment_on - c.changed_on BETWEEN 0 AND $pain_lag_days
    QUALIFY row_number() OVER (PARTITION BY m.patient_id, m.symptom_key
        ORDER BY m.moment_on, c.changed_on DESC, c.kind, c.drug) = 1)
SELECT s.patient_id, s.symptom_key, s.symptom || ' ' || s.site AS symptom, 'fires' AS answer, n.moment_on AS began_on,
    s.last_recorded_on AS latest_on, s.resolved_on AS ended_on, 1 AS severity_rank,
    CAST(n.moment_on - n.changed_on AS DOUBLE) AS value, '' AS comparator, 'days' AS unit, $pain_lag_days AS threshold,
    s.told || ': '
        || replace(n.drug, '_', ' ') || ' ' || CASE n.kind WHEN 'formulation' THEN 'formulation change'
            WHEN 'interacting_start' THEN 'started' WHEN 'interacting_stop' THEN 'stopped' ELSE n.kind END || ' '
        || CASE n.moment_on - n.changed_on WHEN 0 THEN 'the same day' WHEN 1 THEN 'one day before'
            ELSE (n.moment_on - n.changed_on) || ' days before' END AS why,
    [item('Pain ' || replace(s.site, '_', ' '), n.moment_on, s.latest_told, s.latest_of_ten, 'onset ' || s.onset_on),
        item(replace(n.drug, '_', ' '), n.changed_on, '', '', replace(n.kind, '_', ' '))] AS evidence, '' AS missing
FROM near n JOIN symptom_summary s USING (patient_id, symptom_key)
UNION ALL
SELECT patient_id, '', '', 'cannot_tell', NULL, NULL, NULL, NULL, NULL, '', '', NULL, '', [], no_doses(dosed, until_on)
FROM undosed_pains
