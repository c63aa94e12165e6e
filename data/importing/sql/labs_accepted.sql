-- Accepted rows as they stand in the table results, numbered in the order of the file.
SELECT $first_id + j.seq, $import_id, j.source_row,
    CASE WHEN $backfill THEN coalesce(j.reported_at, j.collected_at)::DATE
         ELSE greatest($today, coalesce(j.reported_at::DATE, $today)) END,
    j.patient_id, j.analyte, j.collected_at, j.collected_utc, j.has_time, j.specimen_id, j.day_value, j.comparator, j.value,
    j.reference_low, j.reference_high, j.reported_value, k.unit, k.reference_text, j.status, j.reported_at, j.timing,
    j.last_dose_at, j.last_dose_utc, j.comment
FROM labs_judged j
JOIN labs_kind k ON k.code = j.kind
LEFT JOIN labs_fates f USING (seq)
WHERE j.verdict = 0 AND (f.fate IN ('stored', 'superseding') OR (f.fate IS NULL AND NOT j.withdraws))
