-- Every distinct value as a number: plain ones here, odd ones as our own rules read them. NULL: no number.
CREATE OR REPLACE TEMP TABLE labs_value AS
SELECT t.code, t.text, coalesce(o.comparator, '') AS comparator,
    CASE WHEN o.code IS NOT NULL THEN o.value
         WHEN $plain AND regexp_full_match(t.text, '[0-9]{1,9}([.][0-9]{1,15})?') THEN try_cast(t.text AS DOUBLE) END AS number
FROM value_texts t LEFT JOIN odd_values o USING (code)
