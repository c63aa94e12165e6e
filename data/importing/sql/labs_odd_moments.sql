-- Distinct draw dates and times that are not plain ISO, or that no calendar has.
SELECT DISTINCT coalesce(collected_at, '') AS day_text, coalesce(collected_time, '') AS time_text FROM labs_raw
WHERE coalesce(collected_time, '') <> '' OR collected_at IS NULL
   OR NOT regexp_full_match(collected_at, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?')
   OR try_cast(collected_at AS TIMESTAMP) IS NULL OR collected_at < '1880'
