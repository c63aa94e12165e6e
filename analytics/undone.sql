-- Imports that were taken back by the known-on day.
SELECT import_id FROM import_undos WHERE $known_on IS NULL OR undone_on <= CAST($known_on AS DATE)
