-- title: Hypercalcaemia with raised PTH
-- severity: warning
-- kind: results
-- card: mineral
-- sentence: Total calcium is above 10.2 mg/dL and the PTH nearest to it (30 days) is above its upper limit.
-- why it matters: Persistent hyperparathyroidism mimics CIPS and harms bone and graft.
-- source: KDOQI 2003: act above 10.2 mg/dL; persistent hyperparathyroidism, PMC4688142
-- against: Albumin and dehydration move total calcium; ionized calcium settles it.
-- clears: Calcium of 10.2 or less, or a nearest PTH within its range.
-- thresholds: calcium.high, pth.near_days, pth.default_upper
-- without: no calcium on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
SELECT patient_id, '' AS series, collected_at AS judged_at, record_id AS judged_order, answer_of(truth) AS answer,
    1 AS severity_rank, value, comparator, 'mg/dL' AS unit, CAST($calcium_high AS DOUBLE) AS threshold,
    CASE WHEN truth THEN 'Calcium ' || comparator || tenths(value) || ' with PTH ' || pth_comparator || brief(pth)
        || ' (limit ' || brief(upper_limit) || CASE WHEN default_limit THEN ', default range' ELSE '' END || ')' END AS why,
    CASE WHEN truth THEN [item('Calcium', taken_on, comparator || tenths(value), 'mg/dL', 'record ' || record_id),
        item('PTH', pth_on, pth_comparator || shown(pth), 'pg/mL', 'record ' || pth_id || ', upper limit ' || shown(upper_limit)
            || CASE WHEN default_limit THEN ' (clinic default, none sent)' ELSE '' END)] END AS evidence,
    CASE WHEN truth IS NULL THEN CASE WHEN pth IS NULL THEN 'no PTH within ' || $pth_near_days || ' days of the calcium of ' || taken_on
        ELSE 'PTH ' || pth_comparator || shown(pth) || ' against its limit' END END AS missing
FROM (
    SELECT r.*, p.*EXCLUDE (record_id), exceeds(r.comparator, r.value, $calcium_high) AND p.pth_above AS truth
    FROM current_results r LEFT JOIN calcium_with_pth p ON p.record_id = r.record_id
    WHERE r.analyte = 'calcium')
