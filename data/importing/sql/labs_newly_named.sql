-- Patients whom this file has just put on record (fresh), as it names them, with the row where each is first named.
SELECT p.patient_id, p.patient_name, p.birth_date, min(j.source_row) AS source_row
FROM labs_judged j JOIN labs_person p ON p.code = j.person
WHERE j.verdict = 0 AND p.patient_name <> '' AND p.birth_date IS NOT NULL AND p.patient_id IN (FROM fresh)
GROUP BY ALL
ORDER BY source_row, p.patient_id
