-- measure: eligible_troughs
-- what: troughs that count for CV and C0/D: at steady state, no '<' or '>', timing known or the clinic's word for it
-- source: definitions, "before_steady_state", "trough_variability_high"
-- unit: ng/mL; micro: whole millionths, so that sums are exact and independent of their order · NULL: c0_d dose unknown
-- anchor_on: the graft in use on that day, else the CNI course's first day
SELECT t.*, coalesce(t.transplanted_on, c.course_from) AS anchor_on, t.transplanted_on IS NOT NULL AS grafted,
    CAST(round(t.value * 1000000) AS BIGINT) AS micro, CAST(round(t.c0_d * 1000000) AS BIGINT) AS micro_c0_d,
    CAST(epoch(CAST(t.taken_on AS TIMESTAMP)) / 86400 AS INTEGER) AS day_number
FROM (SELECT * FROM trough WHERE comparator = '' AND NOT before_steady_state AND on_drug AND coalesce(is_trough, $trough_levels_are_troughs)) t
LEFT JOIN cni_exposure c ON c.patient_id = t.patient_id AND t.taken_on >= c.on_from AND t.taken_on < c.next_from
