-- Distinct values that are not plain point decimals (or all, when the decimal sign is in question).
SELECT DISTINCT value FROM labs_raw
WHERE coalesce(value, '') <> '' AND ($all OR NOT regexp_full_match(value, '[0-9]{1,9}([.][0-9]{1,15})?'))
