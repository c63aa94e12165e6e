-- References that lead to one patient; one that leads to two leads nowhere.
SELECT reference, any_value(patient_id)
FROM patient_references r ANTI JOIN import_undos u ON u.import_id = r.import_id
GROUP BY reference HAVING count(DISTINCT patient_id) = 1
