-- title: Phosphorus below 1.5
-- severity: warning
-- kind: results
-- card: mineral
-- sentence: Phosphorus is below 1.5 mg/dL.
-- why it matters: Very low phosphorus weakens muscle and bone and hides behind a normal product.
-- source: definitions; CJASN 2022 (hypophosphataemia in up to 90 % after transplant); clinic to confirm
-- against: Low phosphorus is usual in the first months after a kidney transplant.
-- clears: Phosphorus of 1.5 mg/dL or more.
-- thresholds: phosphorus.very_low
-- without: no phosphorus on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
SELECT r.patient_id, '' AS series, r.collected_at AS judged_at, r.record_id AS judged_order,
    answer_of(falls_below(r.comparator, r.value, $phosphorus_very_low)) AS answer, 1 AS severity_rank, r.value, r.comparator,
    'mg/dL' AS unit, CAST($phosphorus_very_low AS DOUBLE) AS threshold,
    CASE WHEN falls_below(r.comparator, r.value, $phosphorus_very_low) THEN 'Phosphorus ' || r.comparator || tenths(r.value) || ' mg/dL' END AS why,
    CASE WHEN falls_below(r.comparator, r.value, $phosphorus_very_low) THEN
        [item('Phosphorus', r.taken_on, r.comparator || tenths(r.value), 'mg/dL', 'record ' || r.record_id)] END AS evidence,
    CASE WHEN falls_below(r.comparator, r.value, $phosphorus_very_low) IS NULL THEN 'phosphorus ' || r.comparator || tenths(r.value) END AS missing
FROM current_results r WHERE r.analyte = 'phosphorus'
