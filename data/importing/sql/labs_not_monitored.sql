-- Tests that are not ours, by the name the laboratory gave.
SELECT trim(CASE WHEN trim(k.test) = '' THEN k.code_text ELSE k.test END) AS test, sum(n)::BIGINT
FROM (SELECT kind, count(*) AS n FROM labs_judged WHERE verdict = 4 GROUP BY kind) j JOIN labs_kind k ON k.code = j.kind
GROUP BY 1 ORDER BY 1
