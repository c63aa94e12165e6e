-- The site at which a patient counts: the one that most of the patient's rows came from; of two equal ones the first by name.
SELECT n.number AS patient_id, site
FROM (
    SELECT rows.patient_id, imports.imported_by AS site, count(*) AS n
    FROM (
        SELECT patient_id, import_id FROM results UNION ALL SELECT patient_id, import_id FROM doses
        UNION ALL SELECT patient_id, import_id FROM transplants UNION ALL SELECT patient_id, import_id FROM symptoms
        UNION ALL SELECT patient_id, import_id FROM events UNION ALL SELECT patient_id, import_id FROM targets
        UNION ALL SELECT patient_id, import_id FROM patients) AS rows
    JOIN imports USING (import_id)
    GROUP BY rows.patient_id, imports.imported_by) s
JOIN people n ON n.patient_id = s.patient_id
QUALIFY row_number() OVER (PARTITION BY s.patient_id ORDER BY n DESC, site) = 1
