-- Small trends of the list: values of the last 180 days and always the last one, per patient and lane, oldest first.
-- lane: trough (levels of the CNI measured last; tacrolimus with its target), ca_p, pth, alp. Limits: low and high in the
-- unit of the value, caution a second line (Ca x P watch). NULL: no such limit.
WITH levels AS (
    SELECT patient_id, drug, collected_at, record_id, taken_on, value, comparator FROM trough
    WHERE coalesce(is_trough, $trough_levels_are_troughs)
    QUALIFY drug = last(drug) OVER (PARTITION BY patient_id ORDER BY collected_at, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)),
own AS (
    SELECT patient_id, drug, low, high FROM current_targets
    WHERE until_on IS NULL OR until_on >= CAST($as_of AS DATE)
    QUALIFY row_number() OVER (PARTITION BY patient_id, drug ORDER BY from_on DESC) = 1),
graft AS (
    SELECT patient_id, max(transplanted_on) AS transplanted_on FROM current_transplants GROUP BY patient_id),
limits_of AS (
    SELECT v.patient_id, v.drug,
        coalesce(o.low, CASE WHEN v.drug = 'tacrolimus' AND g.patient_id IS NOT NULL THEN
            CASE WHEN CAST($as_of AS DATE) <= plus_months(g.transplanted_on, $target_first_months)
                THEN $target_first_low ELSE $target_later_low END END) AS low,
        coalesce(o.high, CASE WHEN v.drug = 'tacrolimus' AND g.patient_id IS NOT NULL THEN
            CASE WHEN CAST($as_of AS DATE) <= plus_months(g.transplanted_on, $target_first_months)
                THEN $target_first_high ELSE $target_later_high END END) AS high
    FROM (SELECT DISTINCT patient_id, drug FROM levels) v
    LEFT JOIN own o USING (patient_id, drug) LEFT JOIN graft g USING (patient_id)),
points AS (
    SELECT v.patient_id, 'trough' AS lane, v.taken_on, v.collected_at AS at_time, v.record_id, v.value, v.comparator,
        o.low, o.high, CAST(NULL AS DOUBLE) AS caution
    FROM levels v LEFT JOIN limits_of o USING (patient_id, drug)
    UNION ALL
    SELECT p.patient_id, 'ca_p', p.taken_on, p.judged_at, p.record_id, p.value, p.comparator, NULL, $ca_p_critical, $ca_p_watch
    FROM ca_p_product p WHERE p.value IS NOT NULL
    UNION ALL
    SELECT patient_id, 'pth', taken_on, collected_at, record_id, value, comparator, NULL, upper_limit, NULL FROM pth_over_uln
    UNION ALL
    SELECT patient_id, 'alp', taken_on, collected_at, record_id, value, comparator, NULL, upper_limit, NULL FROM alp_over_uln)
SELECT patient_id, lane, taken_on, value, comparator, low, high, caution FROM points
QUALIFY taken_on >= CAST($as_of AS DATE) - 180
    OR row_number() OVER (PARTITION BY patient_id, lane ORDER BY at_time DESC, record_id DESC) = 1
ORDER BY patient_id, lane, at_time, record_id
