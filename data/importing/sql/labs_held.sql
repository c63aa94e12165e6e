-- Rows that a person must settle.
SELECT seq, source_row, column_name, problem_value, reason, nullif(patient_id, ''), nullif(analyte, ''), collected_at
FROM labs_final WHERE outcome = 'set_aside' ORDER BY seq
