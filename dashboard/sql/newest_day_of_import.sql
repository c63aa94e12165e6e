-- The last clinical day that one import brought, and its last day of knowing: tells a page whether its own day is too
-- early to see what was imported. NULL when the import brought nothing.
SELECT max(day) AS day
FROM (
    SELECT max(collected_at)::DATE AS day FROM results WHERE import_id = $import_id
    UNION ALL
    SELECT max(greatest(started_on, coalesce(stopped_on, started_on))) FROM doses WHERE import_id = $import_id
    UNION ALL
    SELECT max(greatest(onset_on, coalesce(recorded_on, onset_on), coalesce(resolved_on, onset_on))) FROM symptoms WHERE import_id = $import_id
    UNION ALL
    SELECT max(happened_on) FROM events WHERE import_id = $import_id
    UNION ALL
    SELECT max(transplanted_on) FROM transplants WHERE import_id = $import_id
    UNION ALL
    SELECT max(from_on) FROM targets WHERE import_id = $import_id
) AS days
