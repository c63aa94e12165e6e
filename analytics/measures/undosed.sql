-- measure: undosed
-- what: patients of whom nobody can say whether a CNI was taken before until_on: no dose on record at all, or a CNI level
-- drawn before the first CNI dose on record (9999-12-31: never a CNI dose); dosed: some dose of any drug is on record
-- source: definitions, "where no dose is on record at all … the CIPS rules cannot tell" · NULL: never
-- Levels before the first CNI dose: silent in the definitions; "not on a CNI" would be the unsafe reading. A '<' level proves
-- no intake, so before a recorded dose it stays out.
WITH dosed AS (SELECT DISTINCT patient_id FROM dose_periods)
SELECT patient_id, DATE '9999-12-31' AS until_on, false AS dosed FROM known_patients ANTI JOIN dosed USING (patient_id)
UNION ALL
SELECT patient_id, coalesce(first_on, DATE '9999-12-31'), true
FROM (
    SELECT patient_id, min(CASE WHEN comparator <> '<' THEN taken_on END) AS level_on
    FROM trough WHERE on_drug AND stretch_from IS NULL GROUP BY patient_id) SEMI JOIN dosed USING (patient_id)
LEFT JOIN (SELECT patient_id, min(on_from) AS first_on FROM cni_exposure GROUP BY patient_id) USING (patient_id)
WHERE first_on IS NULL OR level_on < first_on
