-- The imports of a registry's store; imported_by is the site.
INSERT INTO imports
SELECT new_id, 'registry', 'file', NULL, NULL, imported_at, imported_at::DATE, came_from, true, NULL, NULL FROM arrivals
