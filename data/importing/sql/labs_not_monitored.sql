-- Tests that are not ours, by the name the laboratory gave.
SELECT trim(CASE WHEN trim(test) = '' THEN code ELSE test END) AS test, count(*)
FROM labs_final WHERE outcome = 'not_monitored' GROUP BY 1 ORDER BY 1
