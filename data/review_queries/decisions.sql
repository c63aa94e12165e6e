-- Decisions that stand at the end of $as_of with the latest outcome that stands, oldest first.
WITH standing_outcomes AS (
    SELECT o.*, row_number() OVER (PARTITION BY o.decision_id ORDER BY o.entry_id DESC) AS newest
    FROM decision_outcomes o
    LEFT JOIN review_undos u ON u.entry_id = o.entry_id AND u.acted_on <= $as_of
    WHERE o.acted_on <= $as_of AND u.entry_id IS NULL
)
SELECT d.*, coalesce(o.outcome, '') AS outcome, coalesce(o.note, '') AS outcome_note,
       o.acted_on AS outcome_on, coalesce(o.acted_by, '') AS outcome_by, o.entry_id AS outcome_id
FROM decisions d
LEFT JOIN review_undos u ON u.entry_id = d.entry_id AND u.acted_on <= $as_of
LEFT JOIN standing_outcomes o ON o.decision_id = d.entry_id AND o.newest = 1
WHERE d.acted_on <= $as_of AND u.entry_id IS NULL
ORDER BY d.entry_id
