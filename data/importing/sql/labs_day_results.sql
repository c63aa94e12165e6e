-- Results on record of a patient, analyte and day that a correction can mean. One row a version; identity columns first.
SELECT r.patient_id, r.analyte, r.collected_at, r.collected_utc, r.has_time, r.specimen_id, r.day_value, r.comparator, r.value
FROM results r JOIN wanted w ON r.patient_id = w.patient_id AND r.analyte = w.analyte AND r.collected_at::DATE = w.day
WHERE r.import_id NOT IN (SELECT import_id FROM import_undos)
