-- Rows that a person must settle.
SELECT seq, source_row, column_name, reported, reason, nullif(patient_id, ''), nullif(analyte, ''), collected_at
FROM labs_problem_rows WHERE outcome = 'set_aside' ORDER BY seq
