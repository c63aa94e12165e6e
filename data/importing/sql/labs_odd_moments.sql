-- Draw dates and times that are not plain ISO, or that no calendar has.
SELECT code, day_text, time_text FROM moment_texts
WHERE time_text <> '' OR day_text < '1880' OR try_cast(day_text AS TIMESTAMP) IS NULL
   OR NOT regexp_full_match(day_text, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?')
