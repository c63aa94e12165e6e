INSERT INTO patient_references
SELECT DISTINCT $import_id, n.c0, n.c1
FROM new_references n
ANTI JOIN (
    SELECT r.reference, r.patient_id FROM patient_references r ANTI JOIN import_undos u ON u.import_id = r.import_id
) k ON k.reference = n.c0 AND k.patient_id = n.c1
