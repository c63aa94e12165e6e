-- Versions on record of the results that this file speaks of (undone imports do not count).
SELECT hash(patient_id, analyte, collected_at, collected_utc, specimen_id, day_value) AS identity,
    patient_id, analyte, collected_at, collected_utc, specimen_id, day_value, comparator, value,
    reference_low, reference_high, status, reported_at, timing, last_dose_at, comment, record_id
FROM results
WHERE import_id NOT IN (SELECT import_id FROM import_undos)
  AND hash(patient_id, analyte, collected_at, collected_utc, specimen_id, day_value)
      IN (SELECT identity FROM wanted)
