-- When each patient was last reviewed by the end of $as_of and by whom.
SELECT r.patient_id, max(r.acted_on) AS reviewed_on, arg_max(r.acted_by, r.entry_id) AS reviewed_by,
       max(r.entry_id) AS entry_id
FROM reviewed_marks r
LEFT JOIN review_undos u ON u.entry_id = r.entry_id AND u.acted_on <= $as_of
WHERE r.acted_on <= $as_of AND u.entry_id IS NULL
GROUP BY r.patient_id
ORDER BY r.patient_id
