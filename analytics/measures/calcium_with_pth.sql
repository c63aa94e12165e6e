-- measure: calcium_with_pth
-- what: each total calcium that may be above the lower of the two limits, with the PTH nearest in time (the earlier of two)
-- unit: mg/dL, pg/mL · window: 30 calendar days before or after · source: definitions, "Results"
-- NULL: pth no such PTH; pth_above cannot be told from a comparator
SELECT c.record_id, p.record_id AS pth_id, p.taken_on AS pth_on, p.value AS pth, p.comparator AS pth_comparator,
    p.upper_limit, p.default_limit, exceeds(p.comparator, p.value, p.upper_limit) AS pth_above
FROM current_results c
LEFT JOIN pth_over_uln p ON p.patient_id = c.patient_id
    AND p.taken_on BETWEEN c.taken_on - $pth_near_days AND c.taken_on + $pth_near_days
WHERE c.analyte = 'calcium' AND coalesce(exceeds(c.comparator, c.value, least($calcium_high, $calcium_high_without_pth)), true)
QUALIFY row_number() OVER (PARTITION BY c.record_id
    ORDER BY abs(date_diff('second', p.collected_at, c.collected_at)), p.collected_at, p.record_id) = 1
