-- title: Calcium x phosphorus above 70
-- severity: critical
-- kind: results
-- card: mineral
-- sentence: The product of total calcium and phosphorus of one specimen (or the nearest pair of a day) is above 70 mg2/dL2.
-- why it matters: A product above 70 is a named risk factor of calciphylaxis.
-- source: Calciphylaxis teaching case (published case CALC-1); KDOQI 2003 keeps it below 55
-- against: KDIGO 2017 3.1.5 prefers calcium and phosphorus one by one; calciphylaxis also occurs with a normal product.
-- clears: A product of 70 or less.
-- thresholds: ca_p.critical
-- without: no calcium with phosphorus on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
SELECT p.patient_id, '' AS series, p.judged_at, p.record_id AS judged_order,
    answer_of(exceeds(p.comparator, p.value, $ca_p_critical)) AS answer, 0 AS severity_rank, p.value, p.comparator,
    'mg²/dL²' AS unit, CAST($ca_p_critical AS DOUBLE) AS threshold,
    CASE WHEN exceeds(p.comparator, p.value, $ca_p_critical) THEN 'Ca × P ' || p.comparator || shown(p.value) || ': calcium '
        || p.calcium_comparator || tenths(p.calcium) || ' × phosphorus ' || p.phosphorus_comparator || tenths(p.phosphorus) END AS why,
    CASE WHEN exceeds(p.comparator, p.value, $ca_p_critical) THEN
        [item('Calcium', p.taken_on, p.calcium_comparator || tenths(p.calcium), 'mg/dL', 'record ' || p.calcium_id),
         item('Phosphorus', p.taken_on, p.phosphorus_comparator || tenths(p.phosphorus), 'mg/dL', 'record ' || p.phosphorus_id)] END AS evidence,
    CASE WHEN exceeds(p.comparator, p.value, $ca_p_critical) IS NULL THEN
        CASE p.missing WHEN '' THEN 'product ' || p.comparator || shown(p.value) || ' against ' || $ca_p_critical
            WHEN 'phosphorus' THEN 'phosphorus missing on ' || p.taken_on WHEN 'calcium' THEN 'calcium missing on ' || p.taken_on
            WHEN 'comparators' THEN 'a product of < and >' END END AS missing
FROM ca_p_product p
