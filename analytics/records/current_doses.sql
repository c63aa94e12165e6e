-- Dose rows that count: of one (patient, drug, formulation, route, first day) the rows of the latest import, as a set.
-- A last day after as_of is unseen: the dose is still running. mg_per_day NULL: unknown amount.
-- empty without: scope_doses
SELECT record_id, patient_id, drug, formulation, route, started_on,
    CASE WHEN stopped_on <= CAST($as_of AS DATE) THEN stopped_on END AS stopped_on,
    CASE WHEN dose_mg = 0 THEN 0 ELSE round(dose_mg * doses_per_week / 7, 6) END AS mg_per_day,
    doses_per_week, frequency, reason
FROM (
    SELECT *, max(import_id) OVER (PARTITION BY patient_id, drug, formulation, route, started_on) AS newest
    FROM scope_doses
    WHERE started_on <= CAST($as_of AS DATE)
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE)))
WHERE import_id = newest AND NOT withdrawn
