-- Meetings that were finished by the end of $as_of and stand, oldest first.
SELECT m.*
FROM meetings m
LEFT JOIN review_undos u ON u.entry_id = m.entry_id AND u.acted_on <= $as_of
WHERE m.acted_on <= $as_of AND u.entry_id IS NULL
ORDER BY m.acted_on, m.entry_id
