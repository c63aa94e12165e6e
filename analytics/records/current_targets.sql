-- Own trough targets that had begun by as_of (ng/mL), from_on and until_on inclusive.
-- empty without: scope_targets
SELECT record_id, patient_id, drug, low, high, from_on, until_on
FROM (
    SELECT * FROM scope_targets
    WHERE from_on <= CAST($as_of AS DATE)
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    QUALIFY row_number() OVER (PARTITION BY patient_id, drug, from_on ORDER BY record_id DESC) = 1)
WHERE NOT withdrawn
