-- The site at which a patient counts: the one that most of the patient's rows ($rows: patient_id, came_from) came from; of two
-- equal ones the first by name.
INSERT INTO patient_sites
SELECT p.number, s.came_from
FROM (SELECT patient_id, came_from, count(*) AS n FROM ($rows) GROUP BY patient_id, came_from) s
JOIN people p USING (patient_id)
QUALIFY row_number() OVER (PARTITION BY s.patient_id ORDER BY n DESC, s.came_from) = 1
