-- Values that are not plain point decimals (or all, when the decimal sign is in question).
SELECT code, text FROM value_texts
WHERE text <> '' AND ($all OR NOT regexp_full_match(text, '[0-9]{1,9}([.][0-9]{1,15})?'))
