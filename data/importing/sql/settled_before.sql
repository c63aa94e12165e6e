-- Rows of new_waiting that a person has settled already (in an import that stands).
SELECT n.source_row
FROM new_waiting n
WHERE EXISTS (
    FROM set_aside s JOIN settlements t USING (set_aside_id)
    WHERE s.kind = n.kind AND s.cells = n.cells
      AND s.import_id NOT IN (SELECT import_id FROM import_undos)
      AND coalesce(t.import_id, -1) NOT IN (SELECT import_id FROM import_undos)
)
