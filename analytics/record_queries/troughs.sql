SELECT t.patient_id, t.record_id, t.drug, t.collected_at, t.comparator, t.value, t.is_trough IS NOT NULL AS timing_known,
    coalesce(t.is_trough, true) AS is_trough, e.record_id IS NOT NULL AS eligible, t.before_steady_state, t.hours_since_dose,
    g.low AS target_low, g.high AS target_high, coalesce(g.target_source, '') AS target_source, t.dose_mg_per_day, t.formulation,
    CASE WHEN t.before_steady_state THEN NULL ELSE t.c0_d END AS c0_d
FROM trough t LEFT JOIN eligible_troughs e USING (record_id) LEFT JOIN trough_targets g ON g.record_id = t.record_id AND g.drug = 'tacrolimus'
ORDER BY t.collected_at, t.collected_utc NULLS FIRST, t.record_id
