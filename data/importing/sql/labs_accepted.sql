-- What was judged of the accepted rows.
SELECT j.seq, j.specimen_id, j.day_value, j.comparator, j.value, j.comment
FROM labs_judged j LEFT JOIN labs_fates f USING (seq)
WHERE j.verdict = 0 AND (f.fate IN ('stored', 'superseding') OR (f.fate IS NULL AND NOT j.withdraws))
