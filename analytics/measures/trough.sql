-- measure: trough
-- what: tacrolimus and cyclosporine levels with the dose before them, what is known of their timing, and steady state
-- unit: ng/mL, hours, ng/mL per mg/day · source: definitions, "Measures", "Doses"
-- is_trough: named so by the lab, else by the elapsed hours since the dose; NULL: timing unknown ("unverified")
-- on_drug: false after a recorded stop. Without any dose of the drug on record, or before its first recorded dose, the
-- level itself counts as taken (silent for the latter; an unseen level above 20 would be the unsafe reading, and an
-- alert must not vanish when a later dose is recorded). stretch_from NULL: no recorded stretch of doses covers the day.
-- row_from: the stretch whose levels follow each other; NULL: the first, and the levels before it, as if they belonged to it.
WITH levels AS (
    SELECT record_id, patient_id, CAST(analyte AS VARCHAR) AS drug, collected_at, collected_utc, taken_on, comparator, value, timing,
        has_time, CASE WHEN has_time AND (last_dose_at IS NOT NULL OR last_dose_utc IS NOT NULL) THEN round(date_diff('second',
            coalesce(last_dose_utc, CAST(timezone('UTC', timezone($time_zone, last_dose_at)) AS TIMESTAMP)),
            coalesce(collected_utc, CAST(timezone('UTC', timezone($time_zone, collected_at)) AS TIMESTAMP))) / 3600.0, 6) END AS hours
    FROM current_results WHERE analyte IN ('tacrolimus', 'cyclosporine')),
-- what begins on one day, dose and change together: every change lies on the first day of a dose. A level of the day of a
-- change belongs to the dose before it; where no change is known (a short break, an unknown amount) to the dose of that day
begun AS (
    SELECT patient_id, drug, first_on, max(last_on) AS last_on_known, count(last_on) = count(record_id) AS ends,
        CASE WHEN count(mg_per_day) = count(record_id) THEN round(fsum(mg_per_day), 6) END AS mg_per_day,
        CASE WHEN count(doses_per_week) = count(record_id) THEN max(doses_per_week) END AS doses_per_week,
        CASE WHEN min(formulation) = max(formulation) THEN min(formulation) END AS formulation,
        max(changed_on) AS changed_on, bool_or(extended) AS extended,
        CASE WHEN max(changed_on) IS NULL THEN first_on ELSE first_on + 1 END AS counts_from
    FROM (
        SELECT patient_id, drug, first_on, last_on, record_id, mg_per_day, doses_per_week, formulation,
            CAST(NULL AS DATE) AS changed_on, CAST(NULL AS BOOLEAN) AS extended
        FROM dose_periods WHERE drug_class = 'cni' AND (mg_per_day IS NULL OR mg_per_day > 0)
        UNION ALL
        SELECT patient_id, drug, changed_on, NULL, NULL, NULL, NULL, NULL, changed_on, once_daily_extended
        FROM dose_changes WHERE drug_class = 'cni')
    GROUP BY patient_id, drug, first_on),
begun_until AS (
    SELECT * EXCLUDE (changed_on, extended), coalesce(lead(counts_from) OVER so_far - 1, DATE '9999-12-31') AS until_on,
        first_value(first_on) OVER so_far AS first_dose_on, last_value(changed_on IGNORE NULLS) OVER so_far AS changed_on,
        last_value(CASE WHEN changed_on IS NOT NULL THEN coalesce(extended, false) END IGNORE NULLS) OVER so_far AS extended
    FROM begun WINDOW so_far AS (PARTITION BY patient_id, drug ORDER BY first_on ROWS UNBOUNDED PRECEDING)),
placed AS (
    SELECT t.*, d.first_on, d.first_dose_on, d.changed_on, d.extended, s.on_from, s.on_to, g.transplanted_on,
        CASE WHEN d.ends AND d.last_on_known < t.taken_on - 1 THEN NULL ELSE d.mg_per_day END AS dose_mg_per_day,
        CASE WHEN d.ends AND d.last_on_known < t.taken_on - 1 THEN NULL ELSE d.doses_per_week END AS doses_per_week,
        CASE WHEN d.ends AND d.last_on_known < t.taken_on - 1 THEN NULL ELSE d.formulation END AS formulation
    FROM levels t
    LEFT JOIN begun_until d ON d.patient_id = t.patient_id AND d.drug = t.drug AND d.counts_from <= t.taken_on AND d.until_on >= t.taken_on
    LEFT JOIN drug_exposure s ON s.patient_id = t.patient_id AND s.drug = t.drug AND s.on_from <= t.taken_on AND s.on_to >= t.taken_on
    LEFT JOIN current_transplants g ON g.patient_id = t.patient_id AND g.transplanted_on <= t.taken_on
        AND coalesce(g.next_on, DATE '9999-12-31') > t.taken_on)
SELECT t.record_id, t.patient_id, t.drug, t.collected_at, t.collected_utc, t.taken_on, t.comparator, t.value,
    t.timing, t.hours AS hours_since_dose, t.dose_mg_per_day, t.formulation,
    round(t.value / nullif(t.dose_mg_per_day, 0), 6) AS c0_d,
    CASE WHEN t.timing = 'trough' THEN true WHEN t.timing = 'peak' THEN false
        WHEN t.hours >= 0 AND t.doses_per_week = 14 THEN t.hours BETWEEN $trough_twice_daily_from_hours AND $trough_twice_daily_to_hours
        WHEN t.hours >= 0 AND t.doses_per_week = 7 THEN t.hours BETWEEN $trough_once_daily_from_hours AND $trough_once_daily_to_hours
        WHEN t.timing = 'random' THEN false END AS is_trough,
    coalesce(t.taken_on - t.changed_on < CASE WHEN t.extended THEN $trough_steady_days_extended ELSE $trough_steady_days END,
        false) AS before_steady_state,
    t.on_from IS NOT NULL OR t.first_on IS NULL AS on_drug, t.on_from AS stretch_from, t.on_to AS stretch_to,
    CASE WHEN t.first_on IS NOT NULL AND t.on_from <> t.first_dose_on THEN t.on_from END AS row_from,
    t.transplanted_on
FROM placed t
