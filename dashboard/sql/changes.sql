-- The change list, newest first, with the patients of whom each change wrote; limited by who ('' for everyone) and by a word
-- of what was done or of a patient's id ('' for all). A change does not name its rows: as one is committed after the other,
-- what was written belongs to the first change at or after its moment. An entry goes the road of a file and is recorded like
-- one; its import knows that it was typed: $entered stands in its words instead of $imported.
WITH written AS (
    SELECT imported_at AS at, import_id, NULL AS patient_id, source = 'entry' AS by_hand FROM imports
    UNION ALL SELECT undone_at, import_id, NULL, false FROM import_undos
    UNION ALL SELECT acted_at, NULL, patient_id, false FROM review_log
    UNION ALL SELECT u.acted_at, NULL, l.patient_id, false FROM review_undos AS u JOIN review_log AS l USING (entry_id)
    UNION ALL SELECT s.settled_at, NULL, a.patient_id, false FROM settlements AS s JOIN set_aside AS a USING (set_aside_id)
    UNION ALL SELECT signed_at, NULL, patient_id, false FROM causality_assessments
    UNION ALL SELECT w.withdrawn_at, NULL, a.patient_id, false FROM causality_withdrawals AS w JOIN causality_assessments AS a USING (assessment_id)
),
rows_of AS (
    SELECT DISTINCT import_id, patient_id FROM results
    UNION SELECT import_id, patient_id FROM patients
    UNION SELECT import_id, patient_id FROM transplants
    UNION SELECT import_id, patient_id FROM doses
    UNION SELECT import_id, patient_id FROM symptoms
    UNION SELECT import_id, patient_id FROM events
    UNION SELECT import_id, patient_id FROM targets
),
touched AS (
    SELECT DISTINCT c.change_id, coalesce(w.patient_id, r.patient_id) AS patient_id, w.by_hand
    FROM written AS w ASOF JOIN changes AS c ON w.at <= c.changed_at
    LEFT JOIN rows_of AS r ON r.import_id = w.import_id
),
people AS (
    SELECT change_id, list(DISTINCT patient_id ORDER BY patient_id) FILTER (patient_id IS NOT NULL) AS patients, bool_or(by_hand) AS by_hand
    FROM touched GROUP BY change_id
),
said AS (
    SELECT change_id, changed_at, changed_by, coalesce(people.patients, []) AS patients,
        CASE WHEN people.by_hand AND starts_with(what, $imported) THEN $entered || substr(what, length($imported) + 1) ELSE what END AS what
    FROM changes LEFT JOIN people USING (change_id)
)
SELECT change_id, changed_at, changed_by, what, patients, count(*) OVER () AS matching
FROM said
WHERE $who IN ('', changed_by)
  AND ($word = '' OR contains(lower(what), lower($word)) OR contains(lower(array_to_string(patients, ' ')), lower($word)))
ORDER BY change_id DESC
LIMIT $most
