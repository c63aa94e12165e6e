-- title: Lower-limb pain inside the CIPS window
-- severity: critical; warning when one-sided below 4, walking not impaired and not the hip
-- kind: intervals
-- card: bone_pain
-- sentence: Lower-limb pain began or became worse inside the CIPS window, or was open when it opened, on a CNI or up to 14 days after.
-- why it matters: The timing is compatible with CIPS, which may call for less CNI before the pain is taken for something else.
-- source: CIPS case report (published case CIPS-1); hip pain: Liver series 2013, image for osteonecrosis
-- against: A normal trough does not exclude it and a high one does not prove it; gout, fracture, osteonecrosis and hyperparathyroidism hurt in the same months.
-- clears: The resolution of the pain.
-- thresholds: window.opens_days, window.closes_months, pain.exposure_days, pain.worse_by, pain.mild_below
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- With several windows the earliest qualifying moment counts. The severity is the highest reached: it is lowered for a
-- CNI course only while no qualifying moment lies in a transplant's window.
-- empty without: pain_moments, open_pains, undosed_pains
WITH moments AS (
    SELECT m.patient_id, m.symptom_key, m.moment_on, w.anchor, w.anchor_on
    FROM pain_moments m JOIN windows w ON w.patient_id = m.patient_id AND m.moment_on BETWEEN w.opens_on AND w.closes_on
    UNION ALL
    SELECT p.patient_id, p.symptom_key, w.opens_on, w.anchor, w.anchor_on
    FROM open_pains p JOIN windows w ON w.patient_id = p.patient_id AND w.opens_on BETWEEN p.open_from AND p.open_to
        AND w.opens_on <= CAST($as_of AS DATE)),
qualifying AS (
    SELECT m.* FROM moments m
    JOIN cni_exposure c ON c.patient_id = m.patient_id AND c.on_from <= m.moment_on AND c.on_to >= m.moment_on - $pain_exposure_days),
found AS (
    SELECT patient_id, symptom_key, min(moment_on) AS began_on, bool_and(anchor = 'cni_start') AS course_only,
        arg_min(anchor_on, moment_on) AS anchor_on FROM qualifying GROUP BY ALL)
SELECT s.patient_id, s.symptom_key, s.symptom || ' ' || s.site AS symptom, 'fires' AS answer, f.began_on,
    s.last_recorded_on AS latest_on, s.resolved_on AS ended_on,
    lowered(CASE WHEN s.sides = 1 AND NOT s.both_sides AND s.highest_severity < $pain_mild_below
        AND NOT s.walking_impaired AND s.site <> 'hip' THEN 1 ELSE 0 END,
        CASE WHEN f.course_only THEN 'cni_start' ELSE 'transplant' END) AS severity_rank,
    s.latest_severity AS value, '' AS comparator, '/10' AS unit, NULL AS threshold,
    s.told || ', day '
        || (f.began_on - f.anchor_on) || CASE WHEN s.site = 'hip' THEN ': image for osteonecrosis'
            ELSE ': timing compatible with CIPS' END AS why,
    [item('Pain ' || replace(s.site, '_', ' '), s.onset_on, s.latest_told, s.latest_of_ten,
        'highest ' || coalesce(s.highest_told, 'not scored') || ', last recorded ' || s.last_recorded_on
        || coalesce(', told by ' || s.told_by, '')),
        item('Window anchor', f.anchor_on, '', '', CASE WHEN f.course_only THEN 'CNI course' ELSE 'transplant' END)] AS evidence,
    CASE WHEN s.highest_severity IS NULL THEN 'score not recorded' ELSE '' END AS missing
FROM found f JOIN symptom_summary s USING (patient_id, symptom_key)
UNION ALL
SELECT patient_id, '', '', 'cannot_tell', NULL, NULL, NULL, NULL, NULL, '', '', NULL, '', [], no_doses(dosed, until_on)
FROM undosed_pains
