-- Every import of every site once, numbered in the order in which they came.
CREATE TEMP TABLE arrivals AS
SELECT *, row_number() OVER (ORDER BY imported_at, came_from, import_id)::INTEGER AS new_id FROM arrived
