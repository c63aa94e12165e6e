-- title: ALP raised inside the CIPS window
-- severity: watch; warning when > 1.5 x its upper limit, or > 1.5 x baseline and above the limit, or lower-limb pain is open
-- kind: results
-- card: bone_pain
-- sentence: Inside the CIPS window on a CNI, ALP is above its upper limit or more than 1.25 times the patient's own baseline.
-- why it matters: ALP rose in most published CIPS series and often leads the pain.
-- source: NDT series of 10; Transplant Proc 2003;35:2937; CIPS case report (published case CIPS-1)
-- against: ALP can be hepatic (GGT or bone ALP tells); normal ALP does not exclude CIPS (Mari 2000).
-- clears: The first ALP that is not raised, the end of the window, or the first day without a CNI.
-- thresholds: alp.default_upper, alp.over_baseline, alp.marked_over_upper, alp.marked_over_baseline, alp.baseline_before_days, alp.baseline_after_days
-- without: clear
-- written: 2026-11-23
-- reviewed: not yet by a pharmacist
WITH placed AS (
    SELECT a.*, w.anchor, w.anchor_on, b.baseline, round(a.value / nullif(b.baseline, 0), 6) AS over_baseline,
        least(w.closes_on, c.on_to) + 1 AS cap_on, w.anchor_on IS NOT NULL AND c.on_from IS NOT NULL AS inside
    FROM alp_over_uln a
    LEFT JOIN windows w ON w.patient_id = a.patient_id AND a.taken_on BETWEEN w.opens_on AND w.closes_on
    LEFT JOIN cni_exposure c ON c.patient_id = a.patient_id AND a.taken_on BETWEEN c.on_from AND c.on_to
    LEFT JOIN alp_baseline b ON b.patient_id = a.patient_id AND b.anchor_on = w.anchor_on),
judged AS (
    SELECT p.*, exceeds(comparator, ratio, 1) AS over_limit,
        CASE WHEN inside THEN exceeds(comparator, ratio, 1)
            OR CASE WHEN over_baseline IS NULL THEN false ELSE exceeds(comparator, over_baseline, $alp_over_baseline) END
        ELSE false END AS truth,
        coalesce(exceeds(comparator, ratio, $alp_marked_over_upper), false)
            OR coalesce(exceeds(comparator, over_baseline, $alp_marked_over_baseline) AND exceeds(comparator, ratio, 1), false) AS marked,
        round(baseline * $alp_over_baseline, 6) AS baseline_bound
    FROM placed p),
pained AS (
    SELECT j.record_id FROM judged j SEMI JOIN open_pains o ON o.patient_id = j.patient_id
        AND j.taken_on BETWEEN o.open_from AND o.open_to WHERE j.truth),
inside_today AS (
    SELECT patient_id FROM windows w JOIN cni_exposure c USING (patient_id)
    WHERE CAST($as_of AS DATE) BETWEEN w.opens_on AND w.closes_on AND CAST($as_of AS DATE) BETWEEN c.on_from AND c.on_to)
SELECT j.patient_id, '' AS series, collected_at AS judged_at, record_id AS judged_order,
    CASE WHEN NOT inside AND u.patient_id IS NOT NULL THEN 'cannot_tell' ELSE answer_of(truth) END AS answer,
    lowered(CASE WHEN marked OR o.record_id IS NOT NULL THEN 1 ELSE 2 END, anchor) AS severity_rank, value, comparator,
    'U/L' AS unit, CASE WHEN over_limit THEN upper_limit ELSE baseline_bound END AS threshold,
    CASE WHEN truth THEN 'ALP ' || comparator || shown(value) || CASE WHEN over_limit THEN ': ' || shown(ratio) || ' × its upper limit '
        || shown(upper_limit) || CASE WHEN default_limit THEN ' (default range)' ELSE '' END ELSE '' END
        || coalesce(CASE WHEN over_limit THEN ', ' ELSE ': ' END || shown(over_baseline) || ' × own baseline ' || shown(baseline), '')
        || ', day ' || (taken_on - anchor_on) || CASE WHEN o.record_id IS NOT NULL THEN ', with lower-limb pain' ELSE '' END END AS why,
    CASE WHEN truth THEN [item('ALP', taken_on, comparator || shown(value), 'U/L', 'record ' || record_id || ', upper limit '
        || shown(upper_limit) || CASE WHEN default_limit THEN ' (clinic default range)' ELSE '' END),
        item('Own baseline', anchor_on, coalesce(shown(baseline), 'none'), 'U/L', 'median of the ' || $alp_baseline_before_days || ' days before the anchor, else of the first ' || $alp_baseline_after_days)] END AS evidence,
    CASE WHEN NOT inside AND u.patient_id IS NOT NULL THEN no_doses(u.dosed, u.until_on)
        WHEN truth IS NULL THEN 'ALP ' || comparator || shown(value) || ' against its limits' END AS missing
FROM judged j LEFT JOIN pained o USING (record_id) LEFT JOIN undosed u ON u.patient_id = j.patient_id
    AND j.taken_on < u.until_on AND (anchor_on IS NOT NULL OR u.until_on = DATE '9999-12-31')
UNION ALL
-- the window or the exposure ends the episode too
SELECT patient_id, '', CAST(cap_on AS TIMESTAMP), -1, 'clear', NULL, NULL, '', '', NULL, NULL, NULL, NULL
FROM (SELECT DISTINCT patient_id, cap_on FROM judged WHERE truth AND cap_on <= CAST($as_of AS DATE))
UNION ALL
-- as_of itself: without any dose, or inside without any ALP, it cannot tell; outside it is clear whatever came before
SELECT k.patient_id, NULL, CAST($as_of AS TIMESTAMP) + INTERVAL 1 DAY, 0, CASE WHEN u.patient_id IS NULL AND i.patient_id IS NULL THEN 'clear' ELSE 'cannot_tell' END,
    NULL, NULL, '', '', NULL, NULL, NULL, CASE WHEN u.patient_id IS NOT NULL THEN no_doses(u.dosed, u.until_on) WHEN i.patient_id IS NOT NULL THEN 'no ALP on record' END
FROM known_patients k LEFT JOIN (SELECT * FROM undosed WHERE until_on = DATE '9999-12-31') u USING (patient_id) LEFT JOIN inside_today i USING (patient_id)
WHERE u.patient_id IS NOT NULL OR i.patient_id IS NULL OR k.patient_id NOT IN (SELECT patient_id FROM alp_over_uln)
