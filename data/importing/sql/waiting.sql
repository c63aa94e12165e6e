-- Rows that wait for a person: not settled (or their settlement was undone), of imports that stand.
SELECT s.set_aside_id, s.import_id, s.kind, s.source_row, s.column_name, s.reported, s.reason, s.patient_id, s.analyte,
    s.collected_at, s.cells, s.sheet, i.file_name, i.imported_at
FROM set_aside s JOIN imports i USING (import_id)
WHERE s.import_id NOT IN (SELECT import_id FROM import_undos)
  AND s.set_aside_id NOT IN (
      SELECT set_aside_id FROM settlements WHERE coalesce(import_id, -1) NOT IN (SELECT import_id FROM import_undos))
ORDER BY s.set_aside_id
