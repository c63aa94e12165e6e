-- title: PTH above four times its upper limit
-- severity: warning; watch before day 90 unless calcium is above 10.2 within 30 days or lower-limb pain is open
-- kind: results
-- card: mineral
-- sentence: PTH is more than four times the upper limit reported with it.
-- why it matters: Above four times normal parathyroidectomy is reported to help in calciphylaxis; high turnover hurts too.
-- source: Calciphylaxis teaching case (published case CALC-1)
-- against: PTH falls slowly after a transplant, so early values are high in many; assays differ.
-- clears: A PTH of four times its limit or less.
-- thresholds: pth.over_upper, pth.default_upper, pth.early_days, pth.near_days, calcium.high
-- without: no PTH on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
WITH judged AS (
    SELECT p.*, exceeds(p.comparator, p.ratio, $pth_over_upper) AS truth FROM pth_over_uln p),
early AS (
    SELECT j.record_id, j.patient_id, j.taken_on, j.collected_at
    FROM judged j JOIN current_transplants t ON t.patient_id = j.patient_id AND t.transplanted_on <= j.taken_on
        AND coalesce(t.next_on, DATE '9999-12-31') > j.taken_on
    WHERE j.truth AND j.taken_on - t.transplanted_on < $pth_early_days),
nearest AS (
    SELECT e.record_id, coalesce(exceeds(c.comparator, c.value, $calcium_high), false) AS calcium_high
    FROM early e JOIN current_results c ON c.patient_id = e.patient_id AND c.analyte = 'calcium'
        AND c.taken_on BETWEEN e.taken_on - $pth_near_days AND e.taken_on + $pth_near_days
    QUALIFY row_number() OVER (PARTITION BY e.record_id
        ORDER BY abs(date_diff('second', c.collected_at, e.collected_at)), c.collected_at, c.record_id) = 1),
calm AS (
    SELECT e.record_id FROM early e
    ANTI JOIN open_pains o ON o.patient_id = e.patient_id AND e.taken_on BETWEEN o.open_from AND o.open_to
    ANTI JOIN (SELECT record_id FROM nearest WHERE calcium_high) n ON n.record_id = e.record_id)
SELECT j.patient_id, '' AS series, j.collected_at AS judged_at, j.record_id AS judged_order, answer_of(j.truth) AS answer,
    CASE WHEN c.record_id IS NOT NULL THEN 2 ELSE 1 END AS severity_rank,
    j.value, j.comparator, 'pg/mL' AS unit, round(j.upper_limit * $pth_over_upper, 6) AS threshold,
    CASE WHEN j.truth THEN 'PTH ' || j.comparator || brief(j.value) || ': ' || shown(round(j.ratio, 1)) || ' × its upper limit '
        || brief(j.upper_limit) || CASE WHEN j.default_limit THEN ' (default range, none sent)' ELSE '' END END AS why,
    CASE WHEN j.truth THEN [item('PTH', j.taken_on, j.comparator || shown(j.value), 'pg/mL', 'record ' || j.record_id || ': '
        || shown(j.value) || ' ÷ ' || shown(j.upper_limit) || ' = ' || shown(j.ratio)
        || CASE WHEN j.default_limit THEN ' (clinic default range)' ELSE '' END)] END AS evidence,
    CASE WHEN j.truth IS NULL THEN 'PTH ' || j.comparator || shown(j.value) || ' against ' || shown(j.upper_limit * $pth_over_upper) END AS missing
FROM judged j LEFT JOIN calm c USING (record_id)
