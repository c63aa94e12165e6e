-- One row a transplant; failed_on after as_of is unseen. next_on: the transplant after it.
-- empty without: scope_transplants
SELECT *, lead(transplanted_on) OVER (PARTITION BY patient_id ORDER BY transplanted_on) AS next_on
FROM (
    SELECT record_id, patient_id, transplanted_on, organ, donor, graft_number,
        CASE WHEN failed_on <= CAST($as_of AS DATE) THEN failed_on END AS failed_on, withdrawn
    FROM scope_transplants
    WHERE transplanted_on <= CAST($as_of AS DATE)
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    QUALIFY row_number() OVER (PARTITION BY patient_id, transplanted_on ORDER BY record_id DESC) = 1)
WHERE NOT withdrawn
