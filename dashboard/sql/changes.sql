-- The change list, newest first, limited by who ('' for everyone) and by a word of what was done ('' for all).
SELECT change_id, changed_at, changed_by, what, count(*) OVER () AS matching
FROM changes
WHERE $who IN ('', changed_by)
  AND ($word = '' OR contains(lower(what), lower($word)))
ORDER BY change_id DESC
LIMIT $most
