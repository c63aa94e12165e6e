-- Alert actions that stand at the end of $as_of, oldest first.
SELECT a.*
FROM alert_actions a
LEFT JOIN review_undos u ON u.entry_id = a.entry_id AND u.acted_on <= $as_of
WHERE a.acted_on <= $as_of AND u.entry_id IS NULL
ORDER BY a.entry_id
