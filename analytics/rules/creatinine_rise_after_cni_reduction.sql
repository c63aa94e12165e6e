-- title: Creatinine rose after the CNI was cut
-- severity: warning
-- kind: results
-- card: exposure
-- sentence: Within 90 days after a CNI reduction, stop or switch creatinine is more than 1.25 times the last one up to that day.
-- why it matters: Cutting the CNI for pain puts the graft at risk: rejection must be thought of.
-- source: definitions; clinic to confirm
-- against: Dehydration, infection and interacting drugs raise creatinine too.
-- clears: A creatinine at or below 1.25 times the one before, or outside the 90 days.
-- thresholds: creatinine.over_last, creatinine.after_reduction_days, creatinine.last_at_most_days
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- The reference is the last creatinine without < or > (they stay out of baselines).
WITH reductions AS (
    SELECT patient_id, changed_on, min(kind) AS kind, min(drug) AS drug FROM (
        SELECT patient_id, changed_on, kind, drug FROM dose_changes WHERE drug_class = 'cni' AND kind IN ('reduction', 'switch')
        UNION ALL SELECT patient_id, changed_on, 'stop', drug FROM cni_stops)
    WHERE changed_on <= CAST($as_of AS DATE) GROUP BY ALL),
measured AS (SELECT * FROM current_results WHERE analyte = 'creatinine'),
nearest AS (
    SELECT r.*, c.value AS last_value, c.taken_on AS last_on, c.record_id AS last_id
    FROM reductions r
    LEFT JOIN measured c ON c.patient_id = r.patient_id AND c.comparator = ''
        AND c.taken_on BETWEEN r.changed_on - $creatinine_last_at_most_days AND r.changed_on
    QUALIFY row_number() OVER (PARTITION BY r.patient_id, r.changed_on ORDER BY c.collected_at DESC NULLS LAST, c.record_id DESC) = 1),
reference AS (
    SELECT *, coalesce(lead(changed_on) OVER (PARTITION BY patient_id ORDER BY changed_on), DATE '9999-12-31') AS until_on FROM nearest),
placed AS (
    SELECT m.*, r.changed_on, r.kind, r.drug, r.last_value, r.last_on, r.last_id
    FROM measured m LEFT JOIN reference r
        ON r.patient_id = m.patient_id AND r.changed_on < m.taken_on AND r.until_on >= m.taken_on),
judged AS (
    SELECT p.*, round(value / nullif(last_value, 0), 6) AS ratio,
        coalesce(taken_on - changed_on <= $creatinine_after_reduction_days, false) AS inside,
        CASE WHEN coalesce(taken_on - changed_on <= $creatinine_after_reduction_days, false) THEN
            exceeds(comparator, round(value / nullif(last_value, 0), 6), $creatinine_over_last) ELSE false END AS truth
    FROM placed p),
latest AS (
    SELECT r.patient_id, r.changed_on, r.kind, r.last_value, m.patient_id IS NOT NULL AS later FROM reference r
    LEFT JOIN (SELECT patient_id, max(taken_on) AS last_on FROM measured GROUP BY patient_id) m
        ON m.patient_id = r.patient_id AND m.last_on > r.changed_on
    WHERE r.until_on = DATE '9999-12-31' AND CAST($as_of AS DATE) - r.changed_on <= $creatinine_after_reduction_days)
SELECT patient_id, '' AS series, collected_at AS judged_at, record_id AS judged_order, answer_of(truth) AS answer, 1 AS severity_rank,
    value, comparator, 'mg/dL' AS unit, round(last_value * $creatinine_over_last, 6) AS threshold,
    CASE WHEN truth THEN 'Creatinine ' || tenths(last_value) || ' → ' || comparator || tenths(value) || ' mg/dL, ' || (taken_on - changed_on)
        || ' days after the ' || drug || ' ' || kind END AS why,
    CASE WHEN truth THEN [item('Creatinine', taken_on, comparator || tenths(value), 'mg/dL', 'record ' || record_id),
        item('Last before the ' || kind, last_on, tenths(last_value), 'mg/dL', 'record ' || last_id || ', ' || kind || ' on ' || changed_on)] END AS evidence,
    CASE WHEN truth IS NULL THEN CASE WHEN last_value IS NULL THEN 'no creatinine in the ' || $creatinine_last_at_most_days || ' days up to the ' || kind || ' of ' || changed_on
        ELSE 'creatinine ' || comparator || tenths(value) || ' against the last' END END AS missing
FROM judged
UNION ALL
-- as_of itself: later than 90 days after every cut it is clear; with no creatinine up to the latest cut nor after it, it cannot tell
SELECT k.patient_id, NULL, CAST($as_of AS TIMESTAMP) + INTERVAL 1 DAY, 0, CASE WHEN c.changed_on IS NULL THEN 'clear' ELSE 'cannot_tell' END,
    NULL, NULL, '', '', NULL, NULL, NULL, 'no creatinine in the ' || $creatinine_last_at_most_days || ' days up to the ' || c.kind || ' of ' || c.changed_on || ', nor after it'
FROM known_patients k LEFT JOIN latest c USING (patient_id)
WHERE c.changed_on IS NULL OR (c.last_value IS NULL AND NOT c.later)
