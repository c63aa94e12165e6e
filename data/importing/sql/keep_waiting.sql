-- New entries of the waiting list; the same cells again (waiting or settled) are no second entry.
INSERT INTO set_aside
SELECT nextval('set_aside_ids'), $import_id, n.kind, n.source_row, n.column_name, n.reported, n.reason, n.patient_id,
    n.analyte, n.collected_at, n.cells, $sheet
FROM (SELECT * FROM new_waiting QUALIFY row_number() OVER (PARTITION BY kind, cells ORDER BY source_row) = 1) n
WHERE NOT EXISTS (
    FROM set_aside s
    WHERE s.kind = n.kind AND s.cells = n.cells AND s.import_id NOT IN (SELECT import_id FROM import_undos)
)
ORDER BY n.source_row
