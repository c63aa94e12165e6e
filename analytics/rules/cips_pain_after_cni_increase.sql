-- title: Lower-limb pain within 14 days after a CNI increase
-- severity: critical
-- kind: intervals
-- card: bone_pain
-- sentence: Lower-limb pain began or became worse 0 to 14 days after the CNI dose was raised.
-- why it matters: In the published case pain became severe seven days after tacrolimus was doubled, while the level fell.
-- source: CIPS case report (published case CIPS-1)
-- against: Increases are frequent early after transplant, so many pains fall into 14 days by chance; steroid changes of the same day confound.
-- clears: The resolution of the pain.
-- thresholds: pain.lag_days, pain.worse_by
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- Of several increases in the 14 days the last one before the pain gives the lag.
-- empty without: pain_moments, undosed_pains
WITH near AS (
    SELECT m.patient_id, m.symptom_key, m.moment_on, c.*EXCLUDE (patient_id)
    FROM pain_moments m JOIN change_levels c ON c.patient_id = m.patient_id
    WHERE m.moment_on - c.changed_on BETWEEN 0 AND $pain_lag_days
    QUALIFY row_number() OVER (PARTITION BY m.patient_id, m.symptom_key ORDER BY m.moment_on, c.changed_on DESC, c.record_id) = 1)
SELECT s.patient_id, s.symptom_key, s.symptom || ' ' || s.site AS symptom, 'fires' AS answer, n.moment_on AS began_on,
    s.last_recorded_on AS latest_on, s.resolved_on AS ended_on, 0 AS severity_rank,
    CAST(n.moment_on - n.changed_on AS DOUBLE) AS value, '' AS comparator, 'days' AS unit, $pain_lag_days AS threshold,
    s.told
        || coalesce(', day ' || (n.moment_on - t.transplanted_on), '') || ': ' || n.drug || ' ' || shown(n.from_mg_per_day)
        || ' → ' || shown(n.to_mg_per_day) || ' mg/day ' || CASE n.moment_on - n.changed_on WHEN 0 THEN 'the same day'
            WHEN 1 THEN 'one day before' ELSE (n.moment_on - n.changed_on) || ' days before' END
        || CASE WHEN n.level_before IS NULL AND n.level_after IS NULL THEN ''
            ELSE ', level ' || coalesce(n.level_before, '?') || ' → ' || coalesce(n.level_after, '?') END AS why,
    [item('Pain ' || replace(s.site, '_', ' '), n.moment_on, s.latest_told, s.latest_of_ten, 'onset ' || s.onset_on),
        item(n.drug || ' increase', n.changed_on, shown(n.from_mg_per_day) || ' → ' || shown(n.to_mg_per_day), 'mg/day',
            'level before ' || coalesce(n.level_before, 'none') || ', after ' || coalesce(n.level_after, 'none'))] AS evidence,
    '' AS missing
FROM near n JOIN symptom_summary s USING (patient_id, symptom_key)
ASOF LEFT JOIN current_transplants t ON t.patient_id = s.patient_id AND t.transplanted_on <= n.moment_on
UNION ALL
SELECT patient_id, '', '', 'cannot_tell', NULL, NULL, NULL, NULL, NULL, '', '', NULL, '', [], no_doses(dosed, until_on)
FROM undosed_pains
