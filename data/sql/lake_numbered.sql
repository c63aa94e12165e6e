-- The rows of one table ($table is its name) as one store's: imports under their new numbers, records under $number.
SELECT rows.* EXCLUDE (came_from, imported_at, undone_on) REPLACE (
    arrivals.new_id AS import_id, $number AS record_id)
FROM incoming_$table AS rows
JOIN arrivals ON arrivals.came_from = rows.came_from AND arrivals.import_id = rows.import_id
