-- title: Calcium x phosphorus above 55
-- severity: watch
-- kind: results
-- card: mineral
-- sentence: The product of total calcium and phosphorus is above 55 and not above 70 mg2/dL2.
-- why it matters: KDOQI 2003 keeps the product below 55; the albumin-corrected product is named beside it.
-- source: KDOQI 2003
-- against: KDIGO 2017 3.1.5 prefers calcium and phosphorus one by one; albumin correction is no better than total calcium.
-- clears: A product of 55 or less; above 70 the critical rule takes over.
-- thresholds: ca_p.watch, ca_p.critical
-- without: no calcium with phosphorus on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
SELECT p.patient_id, '' AS series, p.judged_at, p.record_id AS judged_order, answer_of(truth) AS answer, 2 AS severity_rank,
    p.value, p.comparator, 'mg²/dL²' AS unit, CAST($ca_p_watch AS DOUBLE) AS threshold,
    CASE WHEN truth THEN 'Ca × P ' || p.comparator || shown(p.value) || ': calcium ' || p.calcium_comparator
        || tenths(p.calcium) || ' × phosphorus ' || p.phosphorus_comparator || tenths(p.phosphorus)
        || coalesce(', albumin-corrected ' || shown(c.corrected_product), '') END AS why,
    CASE WHEN truth THEN
        [item('Calcium', p.taken_on, p.calcium_comparator || tenths(p.calcium), 'mg/dL', 'record ' || p.calcium_id),
         item('Phosphorus', p.taken_on, p.phosphorus_comparator || tenths(p.phosphorus), 'mg/dL', 'record ' || p.phosphorus_id),
         item('Albumin-corrected product', p.taken_on, coalesce(shown(c.corrected_product), ''), 'mg²/dL²',
            coalesce('calculated with albumin ' || shown(c.albumin) || ' g/dL', 'no albumin of that day'))] END AS evidence,
    CASE WHEN truth IS NULL THEN CASE p.missing WHEN '' THEN 'product ' || p.comparator || shown(p.value) || ' against the limits'
        WHEN 'phosphorus' THEN 'phosphorus missing on ' || p.taken_on WHEN 'calcium' THEN 'calcium missing on ' || p.taken_on
        WHEN 'comparators' THEN 'a product of < and >' END END AS missing
FROM (
    SELECT p.*, exceeds(p.comparator, p.value, $ca_p_watch)
        AND NOT exceeds(p.comparator, p.value, $ca_p_critical) AS truth
    FROM ca_p_product p) p
LEFT JOIN ca_p_product_corrected c ON c.patient_id = p.patient_id AND c.product_id = p.record_id AND c.taken_on = p.taken_on
