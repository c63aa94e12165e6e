-- Rows whose result stands more than once, here or on record; the others need no second look.
CREATE OR REPLACE TEMP TABLE labs_close AS
SELECT * FROM labs_results
WHERE verdict = 0 AND identity IN (FROM labs_repeated UNION ALL SELECT identity FROM labs_live)
