-- title: Inside the CIPS window on a CNI
-- severity: watch
-- kind: intervals
-- card: none
-- sentence: The patient is on a CNI between day 21 and month 14 after the transplant (or after the CNI course began).
-- why it matters: Limb pain that begins now has a timing compatible with calcineurin-inhibitor induced pain syndrome.
-- source: CIPS case report (published case CIPS-1): onset 3 weeks to 14 months after transplant
-- against: Most patients in the window never have it; other series saw it only in the first 3 or 6 months.
-- clears: The end of the window, or the first day without a CNI.
-- thresholds: window.opens_days, window.closes_months, window.course_gap_days
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
WITH days AS (
    SELECT w.patient_id, w.anchor, w.anchor_on, w.closes_on, greatest(w.opens_on, c.on_from) AS began_on,
        least(w.closes_on, c.on_to, CAST($as_of AS DATE)) AS latest_on, least(w.closes_on, c.on_to) AS last_on
    FROM windows w JOIN cni_exposure c ON c.patient_id = w.patient_id AND c.on_from <= w.closes_on AND c.on_to >= w.opens_on)
SELECT patient_id, '' AS symptom_key, '' AS symptom, 'fires' AS answer, began_on, latest_on,
    CASE WHEN last_on < CAST($as_of AS DATE) THEN last_on + 1 END AS ended_on, lowered(2, anchor) AS severity_rank,
    CAST(latest_on - anchor_on AS DOUBLE) AS value, '' AS comparator, 'days' AS unit, NULL AS threshold,
    'Day ' || (latest_on - anchor_on) || CASE anchor WHEN 'transplant' THEN ' after transplant' ELSE ' of the CNI course' END
        || ', on a CNI: inside the CIPS window until ' || closes_on AS why,
    [item('Anchor: ' || replace(anchor, '_', ' '), anchor_on, '', '', 'window until ' || closes_on)] AS evidence, '' AS missing
FROM days WHERE began_on <= CAST($as_of AS DATE)
UNION ALL
-- Without any dose on record, or with CNI levels but no CNI dose, the exposure is unknown.
SELECT patient_id, '', '', 'cannot_tell', NULL, NULL, NULL, NULL, NULL, '', '', NULL, '', [], no_doses(dosed, until_on)
FROM undosed WHERE until_on = DATE '9999-12-31'
