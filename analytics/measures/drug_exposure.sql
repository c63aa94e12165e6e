-- measure: drug_exposure
-- what: stretches of days on one drug (a dose of 0 is no exposure, an unknown amount is) · unit: days, both ends in
-- source: definitions, "Doses" · NULL: never; a running stretch ends 9999-12-31
SELECT patient_id, drug, drug_class, any_value(interacting) AS interacting, min(first_on) AS on_from, max(last_on) AS on_to
FROM (
    SELECT *, sum(CASE WHEN reached = DATE '9999-12-31' OR first_on <= reached + 1 THEN 0 ELSE 1 END)
        OVER (PARTITION BY patient_id, drug ORDER BY first_on, record_id) AS stretch
    FROM (
        SELECT patient_id, drug, drug_class, interacting, first_on, record_id,
            coalesce(last_on, DATE '9999-12-31') AS last_on,
            max(coalesce(last_on, DATE '9999-12-31')) OVER (PARTITION BY patient_id, drug ORDER BY first_on, record_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM dose_periods WHERE mg_per_day IS NULL OR mg_per_day > 0))
GROUP BY patient_id, drug, drug_class, stretch
