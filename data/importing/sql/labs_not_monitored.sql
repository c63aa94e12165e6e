-- Tests that are not ours, by the name the laboratory gave.
SELECT trim(CASE WHEN trim(t.test) = '' THEN t.code_text ELSE t.test END) AS test, sum(n)::BIGINT
FROM (SELECT what, count(*) AS n FROM labs_judged WHERE verdict = 4 GROUP BY what) j JOIN labs_what t ON t.code = j.what
GROUP BY 1 ORDER BY 1
