-- How many rows came to which end.
SELECT outcome, count(*)::BIGINT
FROM (
    SELECT CASE WHEN f.fate IS NOT NULL THEN f.fate WHEN j.verdict = 0 AND j.withdraws THEN 'rejected'
                WHEN j.verdict = 0 THEN 'stored' ELSE v.outcome END AS outcome
    FROM labs_judged j LEFT JOIN labs_fates f USING (seq) LEFT JOIN labs_verdicts v USING (verdict)
)
GROUP BY outcome ORDER BY outcome
