-- Rows that the user should know of, in the order of the file: the columns of raw.Problem.
SELECT source_row, column_name, CASE WHEN outcome IN ('superseding', 'duplicate') THEN reported_value ELSE problem_value END, reason, outcome
FROM (
    SELECT seq, source_row, column_name, reported_value, problem_value, reason, outcome FROM labs_final
    WHERE outcome IN ('rejected', 'set_aside') OR (outcome IN ('superseding', 'duplicate') AND reason <> '')
    UNION ALL
    SELECT seq, source_row, 'reference_range', reported_value, coalesce(reported_reference, ''),
        'the reference range could not be read: stored without limits', outcome
    FROM labs_final WHERE odd_reference AND outcome IN ('stored', 'superseding')
)
ORDER BY seq
