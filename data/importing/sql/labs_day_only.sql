-- Corrections and withdrawals that give a day without time and specimen number, and finals of that kind on a day with one.
SELECT seq, patient_id, analyte, collected_at, rank, withdraws, comparator, value, day_value
FROM labs_results
WHERE verdict = 0 AND NOT has_time AND specimen_id IS NULL AND rank = 2
ORDER BY seq
