-- measure: trough_targets
-- what: the target on the day of each trough: the patient's own (latest from_on), else the clinic's by months
-- unit: ng/mL · source: definitions, "trough_out_of_target", "Own targets" · NULL: no target (no own one and no transplant)
-- A level that is a peak or drawn outside the hours is no trough; a level after a recorded stop answers nothing.
-- Cyclosporine: a high of 0 in the clinic's settings means that the clinic has set none.
WITH own AS (
    SELECT patient_id, drug, from_on, until_on, low, high,
        coalesce(lead(from_on) OVER (PARTITION BY patient_id, drug ORDER BY from_on), DATE '9999-12-31') AS next_from
    FROM current_targets WHERE drug IN ('tacrolimus', 'cyclosporine')),
placed AS (
    SELECT t.record_id, t.patient_id, t.drug, t.collected_at, t.collected_utc, t.taken_on, t.comparator, t.value, t.is_trough,
        t.before_steady_state, t.stretch_from, t.stretch_to, t.row_from, t.dose_mg_per_day,
        CASE WHEN o.until_on IS NULL OR o.until_on >= t.taken_on THEN o.low END AS own_low,
        CASE WHEN o.until_on IS NULL OR o.until_on >= t.taken_on THEN o.high END AS own_high,
        t.drug = 'tacrolimus' AS is_tacrolimus, t.taken_on <= plus_months(t.transplanted_on, $target_first_months) AS early
    FROM trough t
    LEFT JOIN own o ON o.patient_id = t.patient_id AND o.drug = t.drug AND o.from_on <= t.taken_on AND o.next_from > t.taken_on
    WHERE coalesce(t.is_trough, true) AND t.on_drug)
SELECT record_id, patient_id, drug, collected_at, collected_utc, taken_on, comparator, value, is_trough, before_steady_state,
    stretch_from, stretch_to, row_from, dose_mg_per_day,
    CASE WHEN own_low IS NOT NULL THEN own_low WHEN early AND is_tacrolimus THEN $target_first_low
        WHEN is_tacrolimus AND NOT early THEN $target_later_low
        WHEN early AND $target_cyclosporine_first_high > 0 THEN $target_cyclosporine_first_low
        WHEN NOT early AND $target_cyclosporine_later_high > 0 THEN $target_cyclosporine_later_low END AS low,
    CASE WHEN own_low IS NOT NULL THEN own_high WHEN early AND is_tacrolimus THEN $target_first_high
        WHEN is_tacrolimus AND NOT early THEN $target_later_high
        WHEN early THEN nullif($target_cyclosporine_first_high, 0)
        WHEN NOT early THEN nullif($target_cyclosporine_later_high, 0) END AS high,
    CASE WHEN own_low IS NOT NULL THEN 'own' WHEN early IS NOT NULL THEN 'clinic' ELSE '' END AS target_source
FROM placed
