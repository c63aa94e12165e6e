-- The newest action of a kind on one episode that stands and is newer than the one the reader knew about.
SELECT a.acted_by, a.acted_at, a.reason, a.severity
FROM alert_actions a
LEFT JOIN review_undos u USING (entry_id)
WHERE u.entry_id IS NULL AND a.action = $action AND a.entry_id > $newer_than
  AND a.patient_id = $patient_id AND a.rule = $rule AND a.symptom = $symptom
  AND a.began_on = $began_on AND a.sequence = $sequence
ORDER BY a.entry_id DESC
LIMIT 1
