-- Values re-zeroed on an event, by week before and after it: one median a patient, event and week, then quartiles.
-- at_risk: events whose patient was followed on that week (event week up to as_of, not beyond a next event of the kind nor
-- a graft failure). with_value: how many of them have a value that week. '<' and '>' values stay out.
-- $event: transplant, cni_increase, cni_reduction, leg_pain. $measure: trough, ca_p, pth, alp.
WITH events AS (
    SELECT patient_id, transplanted_on AS event_on FROM current_transplants WHERE $event = 'transplant'
    UNION SELECT patient_id, changed_on FROM dose_changes
        WHERE drug_class = 'cni' AND ($event = 'cni_increase' AND kind = 'increase' OR $event = 'cni_reduction' AND kind = 'reduction')
    UNION SELECT patient_id, onset_on FROM symptom_summary WHERE $event = 'leg_pain' AND symptom = 'pain' AND lower_limb AND NOT is_none),
followed AS (
    SELECT e.patient_id, e.event_on, least(CAST($as_of AS DATE), coalesce(t.failed_on, DATE '9999-12-31'),
        coalesce(lead(e.event_on) OVER (PARTITION BY e.patient_id ORDER BY e.event_on) - 1, DATE '9999-12-31')) AS to_on,
        coalesce(t.transplanted_on, DATE '1900-01-01') AS from_on
    FROM events e ANTI JOIN scope_case_studies USING (patient_id)
    ASOF LEFT JOIN current_transplants t ON t.patient_id = e.patient_id AND t.transplanted_on <= e.event_on),
points AS (
    SELECT patient_id, taken_on, value FROM ca_p_product WHERE $measure = 'ca_p' AND value IS NOT NULL AND comparator = ''
    UNION ALL SELECT patient_id, taken_on, value FROM pth_over_uln WHERE $measure = 'pth' AND comparator = ''
    UNION ALL SELECT patient_id, taken_on, value FROM alp_over_uln WHERE $measure = 'alp' AND comparator = ''
    UNION ALL SELECT patient_id, taken_on, value FROM trough WHERE $measure = 'trough' AND drug = 'tacrolimus' AND comparator = ''),
weekly AS (
    SELECT f.patient_id, f.event_on, CAST(floor((p.taken_on - f.event_on) / 7.0) AS INTEGER) AS week, median(p.value) AS value
    FROM followed f JOIN points p ON p.patient_id = f.patient_id
        AND p.taken_on BETWEEN greatest(f.from_on, f.event_on - 84) AND least(f.to_on, f.event_on + 181)
    GROUP BY ALL),
weeks AS (SELECT CAST(unnest(range(-12, 26)) AS INTEGER) AS week),
risk AS (
    SELECT w.week, count(*) AS at_risk FROM weeks w JOIN followed f
        ON f.event_on + w.week * 7 <= f.to_on AND f.event_on + w.week * 7 + 6 >= f.from_on
    GROUP BY w.week)
SELECT r.week, r.at_risk, count(v.value) AS with_value, round(quantile_cont(v.value, 0.25), 6) AS lower_quartile,
    round(median(v.value), 6) AS median, round(quantile_cont(v.value, 0.75), 6) AS upper_quartile
FROM risk r LEFT JOIN weekly v USING (week)
GROUP BY r.week, r.at_risk ORDER BY r.week
