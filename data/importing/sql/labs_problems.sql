-- Rows that the user should know of, in the order of the file: the columns of raw.Problem.
SELECT source_row, column_name, reported, reason, outcome
FROM (
    SELECT seq, source_row, column_name, reported, reason, outcome FROM labs_problem_rows
    UNION ALL
    SELECT j.seq, j.source_row, 'reference_range', coalesce(k.reference_text, ''),
        CASE WHEN k.unit_doubt = '' THEN $range_not_read
             ELSE $range_of_another_unit END, coalesce(f.fate, 'stored')
    FROM labs_judged j JOIN labs_kind k ON k.code = j.kind AND (NOT k.reference_is_readable OR k.unit_doubt <> '') LEFT JOIN labs_fates f USING (seq)
    WHERE j.verdict = 0 AND coalesce(f.fate, 'stored') IN ('stored', 'superseding') AND NOT j.withdraws
)
ORDER BY seq
