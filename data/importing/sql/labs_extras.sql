-- Distinct further columns (reported, status, timing, last dose, reference): few combinations or empty.
SELECT DISTINCT coalesce(reference_low, '') AS low, coalesce(reference_high, '') AS high, coalesce(reference_range, '') AS whole
FROM labs_raw
