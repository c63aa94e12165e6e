-- A version that withdraws a result. It is reported now, so that it comes after every version that stands.
INSERT INTO results BY NAME
SELECT * REPLACE (
    nextval('record_ids') AS record_id, $import_id AS import_id, NULL AS source_row, $today AS known_on, NULL AS value,
    '' AS comparator, 'cancelled' AS status, greatest($at::TIMESTAMP, reported_at, collected_at) AS reported_at)
FROM results WHERE record_id = $record_id
