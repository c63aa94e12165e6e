-- One row that waits, with its file.
SELECT s.kind, s.source_row, s.cells, i.file_name, i.backfill
FROM set_aside s JOIN imports i USING (import_id)
WHERE s.set_aside_id = $id AND s.import_id NOT IN (SELECT import_id FROM import_undos)
  AND s.set_aside_id NOT IN (
      SELECT set_aside_id FROM settlements WHERE coalesce(import_id, -1) NOT IN (SELECT import_id FROM import_undos))
