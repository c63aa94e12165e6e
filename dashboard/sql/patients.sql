-- Everyone on record, newest version of each, undone imports and withdrawn rows left out; case studies marked.
-- One row a patient, sorted by name. opens_on and title are empty for the clinic's own patients.
WITH standing AS (
    SELECT p.*
    FROM patients AS p
    WHERE p.import_id NOT IN (SELECT import_id FROM import_undos)
    QUALIFY row_number() OVER (PARTITION BY p.patient_id ORDER BY p.record_id DESC) = 1
)
SELECT
    s.patient_id,
    coalesce(s.name, '') AS name,
    c.opens_on,
    coalesce(c.title, '') AS title
FROM standing AS s
LEFT JOIN case_studies AS c USING (patient_id)
WHERE NOT s.withdrawn
ORDER BY lower(coalesce(nullif(s.name, ''), s.patient_id)), s.patient_id
