-- Every distinct moment: plain ISO ones as labs_plain_moments read them, odd ones as our own rules do. at NULL: problem says why.
CREATE OR REPLACE TEMP TABLE labs_moment AS
SELECT t.code, CASE WHEN o.code IS NULL THEN t.at ELSE o.at END AS at,
    CASE WHEN o.code IS NULL THEN length(t.day_text) > 10 ELSE o.has_time END AS has_time,
    o.utc, coalesce(o.problem, '') AS problem, trim(t.day_text || ' ' || t.time_text) AS text
FROM labs_plain_moments t LEFT JOIN odd_moments o USING (code)
