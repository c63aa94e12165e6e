-- measure: trough_targets
-- what: the tacrolimus target on the day of each trough: the patient's own (latest from_on), else the clinic's by months
-- unit: ng/mL · source: definitions, "trough_out_of_target", "Own targets" · NULL: no target (no own one and no transplant)
-- A level that is a peak or drawn outside the hours is no trough; a level after a recorded stop answers nothing.
WITH troughs AS (
    SELECT * FROM trough WHERE drug = 'tacrolimus' AND coalesce(is_trough, true) AND on_drug),
own AS (
    SELECT *, coalesce(lead(from_on) OVER (PARTITION BY patient_id ORDER BY from_on), DATE '9999-12-31') AS next_from
    FROM current_targets WHERE drug = 'tacrolimus'),
with_own AS (
    SELECT t.*, o.low AS own_low, o.high AS own_high, o.until_on
    FROM troughs t LEFT JOIN own o ON o.patient_id = t.patient_id AND o.from_on <= t.taken_on AND o.next_from > t.taken_on)
SELECT t.*EXCLUDE (own_low, own_high, until_on),
    CASE WHEN own_low IS NOT NULL AND (until_on IS NULL OR until_on >= taken_on) THEN own_low
        WHEN taken_on <= plus_months(transplanted_on, l.target_first_months) THEN l.target_first_low
        WHEN transplanted_on IS NOT NULL THEN l.target_later_low END AS low,
    CASE WHEN own_low IS NOT NULL AND (until_on IS NULL OR until_on >= taken_on) THEN own_high
        WHEN taken_on <= plus_months(transplanted_on, l.target_first_months) THEN l.target_first_high
        WHEN transplanted_on IS NOT NULL THEN l.target_later_high END AS high,
    CASE WHEN own_low IS NOT NULL AND (until_on IS NULL OR until_on >= taken_on) THEN 'own'
        WHEN transplanted_on IS NOT NULL THEN 'clinic' ELSE '' END AS target_source
FROM with_own t CROSS JOIN limits l
