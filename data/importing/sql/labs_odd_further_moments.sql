-- Moments of a further column that are not plain ISO, empty ones too.
SELECT code, day_text FROM moment_texts
WHERE day_text < '1880' OR try_cast(day_text AS TIMESTAMP) IS NULL
   OR NOT regexp_full_match(day_text, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?')
