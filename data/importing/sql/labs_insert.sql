-- Accepted rows become versions on record, numbered in the order of the file.
INSERT INTO results
SELECT $first_id + seq, $import_id, source_row,
    CASE WHEN $backfill THEN coalesce(reported_at, collected_at)::DATE
         ELSE greatest($today, coalesce(reported_at::DATE, $today)) END,
    patient_id, analyte, collected_at, collected_utc, has_time, specimen_id, day_value, comparator, value,
    reference_low, reference_high, reported_value, reported_unit, reported_reference, status, reported_at, timing,
    last_dose_at, last_dose_utc, comment
FROM labs_final
WHERE outcome IN ('stored', 'superseding')
ORDER BY seq
