-- The rows of one table ($table is its name) under their new numbers, patient by patient.
INSERT INTO $table BY NAME
SELECT rows.* EXCLUDE (came_from, imported_at, undone_on) REPLACE (
    arrivals.new_id AS import_id,
    row_number() OVER (ORDER BY arrivals.new_id, rows.record_id) AS record_id)
FROM incoming_$table AS rows
JOIN arrivals ON arrivals.came_from = rows.came_from AND arrivals.import_id = rows.import_id
ORDER BY rows.patient_id, record_id
