-- Events up to as_of; the latest row of one (patient, kind, day, title) counts.
-- empty without: scope_events
SELECT record_id, patient_id, kind, happened_on, title, detail, date_precision
FROM (
    SELECT * FROM scope_events
    WHERE happened_on <= CAST($as_of AS DATE)
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    QUALIFY row_number() OVER (PARTITION BY patient_id, kind, happened_on, title ORDER BY record_id DESC) = 1)
WHERE NOT withdrawn
