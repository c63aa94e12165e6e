-- The texts of hold.
CREATE OR REPLACE TEMP TABLE labs_hold AS SELECT code, nullif(trim(text, chr(32) || chr(9) || chr(160)), '') AS text FROM texts
