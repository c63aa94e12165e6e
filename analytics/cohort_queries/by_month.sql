-- Ca x P, PTH and ALP by month after transplant: one median a patient and month, so that frequent testing does not weigh
-- more; then quartiles over patients. '<' and '>' values stay out. The graft in use on the day counts. First 24 months.
WITH points AS (
    SELECT patient_id, 'ca_p' AS measure, taken_on, value FROM ca_p_product WHERE value IS NOT NULL AND comparator = ''
    UNION ALL SELECT patient_id, 'pth', taken_on, value FROM pth_over_uln WHERE comparator = ''
    UNION ALL SELECT patient_id, 'alp', taken_on, value FROM alp_over_uln WHERE comparator = ''
    UNION ALL SELECT patient_id, 'trough', taken_on, value FROM trough
        WHERE drug = 'tacrolimus' AND comparator = '' AND NOT before_steady_state AND coalesce(is_trough, $trough_levels_are_troughs)),
monthly AS (
    SELECT v.patient_id, v.measure, date_diff('month', t.transplanted_on, v.taken_on)
            - CASE WHEN plus_months(t.transplanted_on, date_diff('month', t.transplanted_on, v.taken_on)) > v.taken_on THEN 1 ELSE 0 END AS month,
        median(v.value) AS value
    FROM points v ASOF JOIN current_transplants t ON t.patient_id = v.patient_id AND t.transplanted_on <= v.taken_on
    ANTI JOIN scope_case_studies s ON s.patient_id = v.patient_id
    GROUP BY ALL)
SELECT measure, month, count(*) AS patients, round(quantile_cont(value, 0.1), 6) AS low_decile,
    round(quantile_cont(value, 0.25), 6) AS lower_quartile, round(median(value), 6) AS median,
    round(quantile_cont(value, 0.75), 6) AS upper_quartile, round(quantile_cont(value, 0.9), 6) AS high_decile
FROM monthly WHERE month BETWEEN 0 AND 23
GROUP BY measure, month ORDER BY measure, month
