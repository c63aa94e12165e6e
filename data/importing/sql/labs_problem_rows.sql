-- Rows that did not simply come in, with column, text and reason. Withdrawals of nothing are verdict 21.
CREATE OR REPLACE TEMP TABLE labs_problem_rows AS
WITH wrong AS (
    SELECT j.*, f.fate, f.reason AS fate_reason,
        CASE WHEN j.verdict = 0 AND f.fate IS NULL AND j.withdraws THEN 21 ELSE j.verdict END AS final_verdict
    FROM labs_judged j LEFT JOIN labs_fates f USING (seq)
    WHERE (j.verdict <> 0 AND j.verdict <> 4) OR f.reason <> '' OR (j.withdraws AND j.verdict = 0 AND f.fate IS NULL) OR f.fate = 'rejected'
)
SELECT w.seq, w.source_row,
    CASE WHEN w.fate IS NULL THEN v.outcome ELSE w.fate END AS outcome,
    CASE WHEN w.fate = 'rejected' THEN 'status' WHEN w.fate IS NOT NULL THEN 'value'
         WHEN w.final_verdict = 16 THEN t.column_name WHEN w.final_verdict = 19 THEN p.conflict_column ELSE v.column_name END AS column_name,
    CASE WHEN w.fate = 'rejected' THEN s.text WHEN w.fate IS NOT NULL THEN n.text
         WHEN w.final_verdict IN (1, 2) THEN p.patient_id
         WHEN w.final_verdict IN (5, 6, 7, 20, 22) THEN m.text
         WHEN w.final_verdict IN (8, 9, 21) THEN s.text
         WHEN w.final_verdict = 13 THEN r.text WHEN w.final_verdict = 14 THEN l.text WHEN w.final_verdict = 15 THEN g.text
         WHEN w.final_verdict = 16 AND t.column_name = 'unit' THEN t.unit
         WHEN w.final_verdict IN (3, 16) THEN concat_ws(' ', nullif(t.test, ''), nullif(t.code_text, ''))
         WHEN w.final_verdict = 19 AND p.conflict_column = 'birth_date' THEN p.birth_text
         WHEN w.final_verdict = 19 THEN p.patient_name
         ELSE n.text END AS reported,
    CASE WHEN w.fate IS NOT NULL THEN w.fate_reason
         WHEN w.final_verdict = 2 THEN p.problem WHEN w.final_verdict = 5 THEN m.problem
         WHEN w.final_verdict IN (8, 9) THEN s.problem WHEN w.final_verdict = 13 THEN r.problem
         WHEN w.final_verdict = 14 THEN l.problem WHEN w.final_verdict = 15 THEN g.problem
         WHEN w.final_verdict = 16 THEN t.reason WHEN w.final_verdict IN (18, 22) THEN h.text WHEN w.final_verdict = 19 THEN p.conflict
         WHEN w.final_verdict = 17 THEN 'check the unit: outside the plausible ' || t.low || ' to ' || t.high
             || ' (here ' || w.value || ')'
         ELSE v.reason END AS reason,
    w.patient_id, w.analyte, w.collected_at
FROM wrong w
LEFT JOIN labs_verdicts v ON v.verdict = w.final_verdict
JOIN labs_what t ON t.code = w.what
JOIN labs_moment m ON m.code = w.moment
JOIN labs_value n ON n.code = w.value_code
JOIN labs_status s ON s.code = w.status_code
JOIN labs_timing g ON g.code = w.timing_code
JOIN labs_reported r ON r.code = w.reported
JOIN labs_last_dose l ON l.code = w.last_dose
JOIN labs_person p ON p.code = w.person
JOIN labs_hold h ON h.code = w.hold_code
