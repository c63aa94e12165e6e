-- The moments for which more than one result is on record: these alone are ranked. Two moments of one hash are ranked
-- needlessly, never wrongly.
-- empty without: scope_results
SELECT hash(patient_id, analyte, collected_at) AS moment FROM scope_results
WHERE collected_at < CAST($as_of AS DATE) + INTERVAL 1 DAY
    AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
GROUP BY moment HAVING count(*) > 1
