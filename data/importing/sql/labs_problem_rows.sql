-- Column, text (as in the file: labs_cells) and reason of the rows that did not simply come in.
CREATE OR REPLACE TEMP TABLE labs_problem_rows AS
SELECT w.seq, w.source_row,
    CASE WHEN w.fate IS NULL THEN v.outcome ELSE w.fate END AS outcome,
    CASE WHEN w.fate = 'rejected' THEN 'status' WHEN w.fate IS NOT NULL THEN 'value'
         WHEN w.verdict = 16 THEN k.test_column WHEN w.verdict = 19 THEN p.conflict_column ELSE v.column_name END AS column_name,
    CASE WHEN w.fate = 'rejected' THEN k.status_text WHEN w.fate IS NOT NULL THEN t.text
         WHEN w.verdict IN (1, 2) THEN p.patient_id
         WHEN w.verdict IN (5, 6, 7, 20, 22) THEN trim(c.collected_at || ' ' || c.collected_time)
         WHEN w.verdict IN (8, 9, 21) THEN k.status_text
         WHEN w.verdict = 13 THEN c.reported_at WHEN w.verdict = 14 THEN c.last_dose_at WHEN w.verdict = 15 THEN k.timing_text
         WHEN w.verdict = 23 OR (w.verdict = 16 AND k.test_column = 'unit') THEN k.unit
         WHEN w.verdict IN (3, 16) THEN concat_ws(' ', nullif(k.test, ''), nullif(k.code_text, ''))
         WHEN w.verdict = 19 AND p.conflict_column = 'birth_date' THEN p.birth_text
         WHEN w.verdict = 19 THEN p.patient_name
         ELSE t.text END AS reported,
    CASE WHEN w.fate IS NOT NULL THEN w.fate_reason
         WHEN w.verdict = 2 THEN p.problem WHEN w.verdict = 5 THEN m.text
         WHEN w.verdict IN (8, 9) THEN k.status_problem WHEN w.verdict = 13 THEN r.text
         WHEN w.verdict = 14 THEN l.text WHEN w.verdict = 15 THEN k.timing_problem
         WHEN w.verdict = 16 THEN k.test_reason WHEN w.verdict = 23 THEN k.unit_doubt WHEN w.verdict IN (18, 22) THEN k.hold_text WHEN w.verdict = 19 THEN p.conflict
         WHEN w.verdict = 17 THEN format($implausible, k.plausible_low::VARCHAR, k.plausible_high::VARCHAR,
             k.our_unit, round(w.value, 2)::VARCHAR)
         ELSE v.reason END AS reason,
    p.patient_id, k.analyte, w.collected_at
FROM labs_wrong w
JOIN labs_cells c USING (seq)
JOIN labs_kind k ON k.code = w.kind
JOIN labs_person p ON p.code = w.person
JOIN labs_value t ON t.code = w.value_code
JOIN labs_reasons m ON m.code = w.collected_problem
JOIN labs_reasons r ON r.code = w.reported_problem
JOIN labs_reasons l ON l.code = w.last_dose_problem
LEFT JOIN labs_verdicts v ON v.verdict = w.verdict
