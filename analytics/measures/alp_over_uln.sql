-- measure: alp_over_uln
-- what: ALP divided by the upper limit reported with it; the clinic's default only when none was sent, and then marked
-- unit: x upper limit · source: definitions, "Measures" · NULL: value never; a limit of 0 or less counts as none sent
SELECT r.record_id, r.patient_id, r.collected_at, r.collected_utc, r.taken_on, r.comparator, r.value,
    CASE WHEN r.reference_high > 0 THEN r.reference_high ELSE $alp_default_upper END AS upper_limit,
    NOT coalesce(r.reference_high > 0, false) AS default_limit,
    round(r.value / CASE WHEN r.reference_high > 0 THEN r.reference_high ELSE nullif($alp_default_upper, 0) END, 6) AS ratio
FROM current_results r WHERE r.analyte = 'alp'
