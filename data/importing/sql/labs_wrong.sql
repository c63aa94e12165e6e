-- Rows that did not simply come in. Withdrawals of nothing are verdict 21.
CREATE OR REPLACE TEMP TABLE labs_wrong AS
SELECT j.seq, j.source_row, j.kind, j.person, j.value_code, j.collected_problem, j.reported_problem, j.last_dose_problem,
    j.collected_at, j.value, f.fate, f.reason AS fate_reason,
    CASE WHEN j.verdict = 0 AND f.fate IS NULL AND j.withdraws THEN 21 ELSE j.verdict END AS verdict
FROM labs_judged j LEFT JOIN labs_fates f USING (seq)
WHERE (j.verdict <> 0 AND j.verdict <> 4) OR f.reason <> '' OR (j.withdraws AND j.verdict = 0 AND f.fate IS NULL) OR f.fate = 'rejected'
ORDER BY seq
