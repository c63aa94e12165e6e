-- Imports that were taken back by the known-on day.
-- empty without: import_undos
SELECT DISTINCT import_id FROM import_undos WHERE $known_on IS NULL OR undone_on <= CAST($known_on AS DATE)
