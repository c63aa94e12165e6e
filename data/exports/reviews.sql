-- What people did about alerts and patients, in the order in which they did it.
-- $all_versions: also what was taken back.
SELECT
    entry_id,
    kind,
    patient_id,
    rule,
    symptom,
    strftime(began_on, '%Y-%m-%d') AS began_on,
    text,
    owner,
    strftime(day, '%Y-%m-%d') AS day,
    strftime(acted_on, '%Y-%m-%d') AS acted_on,
    strftime(acted_at, '%Y-%m-%dT%H:%M:%SZ') AS acted_at,
    acted_by,
    strftime(undone_on, '%Y-%m-%d') AS undone_on,
    undone_by
FROM review_log
WHERE $all_versions OR undone_at IS NULL
ORDER BY entry_id
