-- Every distinct moment: plain ISO ones here, odd ones as our own rules read them. at NULL: problem says why.
CREATE OR REPLACE TEMP TABLE labs_moment AS
SELECT t.code, CASE WHEN o.code IS NULL THEN try_cast(t.day_text AS TIMESTAMP) ELSE o.at END AS at,
    CASE WHEN o.code IS NULL THEN length(t.day_text) > 10 ELSE o.has_time END AS has_time,
    o.utc, coalesce(o.problem, '') AS problem, trim(t.day_text || ' ' || t.time_text) AS text
FROM moment_texts t LEFT JOIN odd_moments o USING (code)
