-- Accepted rows with their texts, put on record.
INSERT INTO results
SELECT record_id, $import_id, source_row,
    CASE WHEN $backfill THEN coalesce(reported_at, collected_at)::DATE
         ELSE greatest($today, coalesce(reported_at::DATE, $today)) END,
    patient_id, analyte, collected_at, collected_utc, has_time, specimen_id, day_value, comparator, "value",
    reference_low, reference_high, reported_value, unit, reference_text, status, reported_at, timing,
    last_dose_at, last_dose_utc, comment
FROM accepted
