-- Every dated measure of one patient in one shape: measure, taken_on, value, comparator, unit, detail.
SELECT measure, taken_on, value, comparator, unit, detail FROM (
    SELECT 'trough' AS measure, collected_at AS moment, record_id, taken_on, value, comparator, 'ng/mL' AS unit,
        drug || CASE WHEN is_trough IS NULL THEN ', timing unverified' WHEN is_trough THEN ', trough' ELSE ', not a trough' END
            || CASE WHEN before_steady_state THEN ', before steady state' ELSE '' END AS detail FROM trough
    UNION ALL
    SELECT 'c0_d', collected_at, record_id, taken_on, c0_d, comparator, 'ng/mL per mg/day',
        drug || ', ' || coalesce(replace(formulation, '_', ' '), 'formulation unknown') || ', ' || shown(dose_mg_per_day) || ' mg/day'
    FROM trough WHERE c0_d IS NOT NULL AND NOT before_steady_state AND coalesce(is_trough, $trough_levels_are_troughs)
    UNION ALL
    SELECT 'before_steady_state', collected_at, record_id, taken_on, value, comparator, 'ng/mL', drug FROM trough WHERE before_steady_state
    UNION ALL
    SELECT 'ca_p_product', judged_at, record_id, taken_on, value, comparator, 'mg²/dL²', CASE missing WHEN '' THEN
        'calcium ' || calcium_comparator || shown(calcium) || ' × phosphorus ' || phosphorus_comparator || shown(phosphorus)
        WHEN 'phosphorus' THEN 'cannot tell: phosphorus missing' WHEN 'calcium' THEN 'cannot tell: calcium missing' WHEN 'comparators' THEN 'cannot tell: a product of < and >' END FROM ca_p_product
    UNION ALL
    SELECT 'ca_p_product_corrected', judged_at, product_id, taken_on, corrected_product, '', 'mg²/dL²', 'albumin-corrected, albumin ' || shown(albumin) || ' g/dL; drives no alert'
    FROM ca_p_product_corrected
    UNION ALL
    SELECT 'alp_over_uln', collected_at, record_id, taken_on, ratio, comparator, '× upper limit', comparator || shown(value) || ' ÷ ' || shown(upper_limit)
        || CASE WHEN default_limit THEN ' U/L, default range' ELSE ' U/L' END FROM alp_over_uln
    UNION ALL
    SELECT 'pth_over_uln', collected_at, record_id, taken_on, ratio, comparator, '× upper limit', comparator || shown(value) || ' ÷ ' || shown(upper_limit)
        || CASE WHEN default_limit THEN ' pg/mL, default range' ELSE ' pg/mL' END FROM pth_over_uln
    UNION ALL
    SELECT 'alp_over_baseline', a.collected_at, a.record_id, a.taken_on, round(a.value / nullif(b.baseline, 0), 6), a.comparator, '× own baseline',
        a.comparator || shown(a.value) || ' ÷ ' || shown(b.baseline) || ' U/L'
    FROM alp_over_uln a JOIN alp_baseline b ON b.patient_id = a.patient_id
    WHERE b.anchor_on = (SELECT max(w.anchor_on) FROM cips_anchors w WHERE w.patient_id = a.patient_id AND w.anchor_on <= a.taken_on)
    UNION ALL
    SELECT 'days_since_transplant', CAST($as_of AS TIMESTAMP), 0, CAST($as_of AS DATE), CAST($as_of AS DATE) - max(transplanted_on), '', 'days', 'transplant ' || max(transplanted_on)
    FROM current_transplants HAVING count(*) > 0
    UNION ALL
    -- a clamped anniversary counts as reached: the largest number of months whose added day is not after as_of
    SELECT 'months_since_transplant', CAST($as_of AS TIMESTAMP), 1, CAST($as_of AS DATE),
        (SELECT max(m) FROM unnest(range(0, 1201)) AS x(m) WHERE plus_months(max(t.transplanted_on), CAST(m AS INTEGER)) <= CAST($as_of AS DATE)), '', 'months',
        'transplant ' || max(t.transplanted_on)
    FROM current_transplants t HAVING count(*) > 0)
ORDER BY measure, moment, record_id
