-- title: The laboratory's own Ca x P differs from ours
-- severity: data_quality
-- kind: results
-- card: none
-- sentence: The printed product differs from the product of the same specimen (else of that day) by more than 5 % of ours.
-- why it matters: One of the three numbers is wrong; the teaching case prints 90 where 10.6 x 9.0 is 95.4.
-- source: Calciphylaxis teaching case (published case CALC-1)
-- against: Rounded inputs can differ by a few per cent.
-- clears: A printed product that agrees, or a correction.
-- thresholds: ca_p.disagree_percent
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- Of several products of that day the one nearest in time is compared, the earlier of two. The threshold shown is the
-- nearest printed value that would still agree.
WITH printed AS (SELECT * FROM current_results WHERE analyte = 'ca_p_product_reported'),
nearest AS (
    SELECT r.patient_id, r.collected_at AS judged_at, r.record_id AS judged_order, r.taken_on, r.value, r.comparator,
        p.value AS ours, p.comparator AS ours_comparator, p.calcium, p.phosphorus
    FROM printed r LEFT JOIN ca_p_product p ON p.patient_id = r.patient_id AND p.taken_on = r.taken_on AND p.missing = ''
    QUALIFY row_number() OVER (PARTITION BY r.record_id
        ORDER BY coalesce(p.specimen_id = r.specimen_id, false) DESC,
            abs(date_diff('second', p.judged_at, r.collected_at)), p.judged_at, p.record_id) = 1),
compared AS (
    SELECT *, CASE WHEN comparator = '' AND ours_comparator = '' THEN round(abs(value - ours) / nullif(ours, 0) * 100, 6) END AS percent
    FROM nearest)
SELECT patient_id, '' AS series, judged_at, judged_order, answer_of(percent > $ca_p_disagree_percent) AS answer,
    4 AS severity_rank, value, comparator, 'mg²/dL²' AS unit,
    round(ours * (1 + CASE WHEN value < ours THEN -1 ELSE 1 END * $ca_p_disagree_percent / 100.0), 6) AS threshold,
    CASE WHEN percent > $ca_p_disagree_percent THEN 'Printed product ' || shown(value) || ', ours ' || tenths(calcium) || ' × '
        || tenths(phosphorus) || ' = ' || shown(ours) || ': ' || shown(percent) || ' % apart' END AS why,
    CASE WHEN percent > $ca_p_disagree_percent THEN
        [item('Printed product', taken_on, shown(value), 'mg²/dL²', 'record ' || judged_order),
         item('Calculated product', taken_on, shown(ours), 'mg²/dL²', tenths(calcium) || ' × ' || tenths(phosphorus))] END AS evidence,
    CASE WHEN percent IS NULL THEN CASE WHEN ours IS NULL THEN 'no calculated product to compare with on ' || taken_on
        ELSE 'printed product ' || comparator || shown(value) || ' against ours ' || ours_comparator || shown(ours) END END AS missing
FROM compared
