-- What becomes of every row, in the order of the file. A withdrawal of nothing is rejected.
CREATE OR REPLACE TEMP TABLE labs_final AS
SELECT j.* EXCLUDE (outcome, reason, column_name),
    CASE WHEN j.outcome <> '' THEN j.outcome
         WHEN f.fate IS NOT NULL THEN f.fate
         WHEN j.withdraws THEN 'rejected' ELSE 'stored' END AS outcome,
    CASE WHEN j.outcome <> '' THEN j.column_name
         WHEN f.fate IS NULL AND j.withdraws THEN 'status'
         WHEN f.reason <> '' THEN 'value' ELSE '' END AS column_name,
    CASE WHEN j.outcome <> '' THEN j.reason
         WHEN f.fate IS NULL AND j.withdraws THEN 'nothing on record that it could withdraw'
         ELSE coalesce(f.reason, '') END AS reason
FROM labs_judged j LEFT JOIN labs_fates f USING (seq)
