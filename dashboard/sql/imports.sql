-- The newest imports with their account and whether they were taken back. $source limits to one source ('' for all),
-- $most to a number of rows.
SELECT
    i.import_id,
    coalesce(i.file_name, '') AS file_name,
    i.kind,
    i.source,
    i.imported_at,
    i.imported_by,
    coalesce(i.account, '{}') AS account,
    u.undone_by,
    u.undone_on
FROM imports AS i
LEFT JOIN (
    SELECT import_id, any_value(undone_by ORDER BY undone_at) AS undone_by, min(undone_on) AS undone_on
    FROM import_undos
    GROUP BY import_id
) AS u USING (import_id)
WHERE $source IN ('', i.source)
ORDER BY i.import_id DESC
LIMIT $most
