-- The clinic's own names of tests, the newest word on each.
SELECT name, analyte FROM taught_tests
QUALIFY row_number() OVER (PARTITION BY name ORDER BY taught_at DESC, rowid DESC) = 1
ORDER BY name
