-- title: Severe hypercalcaemia
-- severity: critical
-- kind: results
-- card: mineral
-- sentence: Total calcium is above 12.0 or ionized calcium above 6.0 mg/dL, whatever the PTH.
-- why it matters: It is urgent in itself: rhythm, kidney, consciousness.
-- source: definitions; clinic to confirm
-- against: A tourniquet or a wrong unit: repeat it, but do not wait.
-- clears: The next total or ionized calcium that is not above its limit (one series).
-- thresholds: calcium.severe, calcium.severe_ionized
-- without: no calcium on record
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- Of one moment one form above its limit is enough: the other form of that moment, though not above its own, clears nothing.
WITH compared AS (
    SELECT r.*, CASE analyte WHEN 'calcium' THEN 'Calcium' ELSE 'Ionized calcium' END AS label,
        CAST(CASE analyte WHEN 'calcium' THEN $calcium_severe ELSE $calcium_severe_ionized END AS DOUBLE) AS bound,
        exceeds(comparator, value, CASE analyte WHEN 'calcium' THEN $calcium_severe ELSE $calcium_severe_ionized END) AS truth
    FROM current_results r WHERE analyte IN ('calcium', 'ionized_calcium'))
SELECT patient_id, '' AS series, collected_at AS judged_at, record_id AS judged_order, answer_of(truth) AS answer,
    0 AS severity_rank, value, comparator, 'mg/dL' AS unit, bound AS threshold,
    CASE WHEN truth THEN label || ' ' || comparator || tenths(value) || ' mg/dL' END AS why,
    CASE WHEN truth THEN [item(label, taken_on, comparator || tenths(value), 'mg/dL', 'record ' || record_id)] END AS evidence,
    CASE WHEN truth IS NULL THEN label || ' ' || comparator || tenths(value) || ' against ' || bound END AS missing
FROM compared c
WHERE truth IS DISTINCT FROM false OR NOT EXISTS (
    SELECT 1 FROM compared f WHERE f.truth AND f.patient_id = c.patient_id AND f.collected_at = c.collected_at AND f.analyte <> c.analyte)
