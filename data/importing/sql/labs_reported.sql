-- Every distinct moment of reported; in the future is a problem.
CREATE OR REPLACE TEMP TABLE labs_reported AS
SELECT r.code, r.at, r.utc, CASE WHEN r.at::DATE > $today THEN 'in the future' ELSE r.problem END AS problem, r.text
FROM (
    SELECT t.code, CASE WHEN o.code IS NULL THEN try_cast(t.day_text AS TIMESTAMP) ELSE o.at END AS at, o.utc,
        coalesce(o.problem, '') AS problem, t.day_text AS text
    FROM moment_texts t LEFT JOIN odd_moments o USING (code)
) r
