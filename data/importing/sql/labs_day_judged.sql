-- The same of this file: its rows that correct nothing.
SELECT r.patient_id, r.analyte, r.collected_at, r.collected_utc, r.has_time, r.specimen_id, r.day_value, r.comparator, r.value
FROM labs_results r JOIN wanted w ON r.patient_id = w.patient_id AND r.analyte = w.analyte AND r.collected_at::DATE = w.day
WHERE r.verdict = 0 AND r.rank < 2
