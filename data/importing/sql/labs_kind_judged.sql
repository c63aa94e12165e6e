-- What labs_judged needs of each row's kind, in the order of the codes.
SELECT analyte, factor, plausible_low, plausible_high, rank, withdraws, has_no_test,
    test_outcome = 'not_monitored' AS is_not_monitored, test_outcome = 'set_aside' AS is_in_doubt,
    test_outcome = 'set_aside' AND test_column = 'test' AS test_is_in_doubt,
    CASE WHEN status_problem = '' THEN 0 WHEN status <> '' THEN 8 ELSE 9 END::TINYINT AS status_verdict,
    timing_problem <> '' AS timing_is_wrong, hold_text IS NOT NULL AS is_held,
    meant_factor
FROM labs_kind ORDER BY code
