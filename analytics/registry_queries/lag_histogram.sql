-- Lower-limb onsets by full weeks since the nearest dose change before them, by site and kind of change; Spark and DuckDB
-- run this very text. An onset without a change in the 90 days before it is not in it.
SELECT site, change, CAST(floor(lag_days / 7) AS INTEGER) AS weeks, count(*) AS onsets
FROM evaluated
WHERE about = 'onset'
GROUP BY site, change, CAST(floor(lag_days / 7) AS INTEGER)
ORDER BY site, change, weeks
