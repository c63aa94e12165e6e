-- Distinct combinations that decide what a row measures.
SELECT DISTINCT coalesce(test, '') AS test, coalesce(code, '') AS code, coalesce(unit, '') AS unit,
    coalesce(specimen_type, '') AS specimen_type
FROM labs_raw
