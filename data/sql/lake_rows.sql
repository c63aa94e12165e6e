-- One record table as it leaves for a registry: every version, with its patient bucket, when its import came and
-- whether that import was taken back. Buckets come from md5 of the id, so that every engine agrees on them. Published
-- case studies stay behind. Among sites imports are ordered by their time, within a site by their number, whatever its clock
-- did: an import counts as having come no earlier than those before it.
SELECT
    (('0x' || substr(md5(records.patient_id), 1, 8))::UBIGINT % $buckets)::INTEGER AS bucket,
    records.*,
    arrivals.imported_at,
    undos.undone_on
FROM query_table($table) AS records
JOIN (SELECT import_id, max(imported_at) OVER (ORDER BY import_id) AS imported_at FROM imports) AS arrivals USING (import_id)
LEFT JOIN (SELECT import_id, min(undone_on) AS undone_on FROM import_undos GROUP BY import_id) AS undos USING (import_id)
ANTI JOIN case_studies ON case_studies.patient_id = records.patient_id
ORDER BY bucket, records.patient_id, records.record_id
