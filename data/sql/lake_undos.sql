-- Imports that their site took back.
INSERT INTO import_undos
SELECT new_id, undone_on::TIMESTAMP, undone_on, came_from FROM arrivals WHERE undone_on IS NOT NULL
