-- Results as the contract names them; value and range canonical. A result is current when its import stands, it is the
-- newest version of its identity and that version does not withdraw it (see results in 001_records.sql).
-- $all_versions: every row of every import, undone ones too.
WITH ranked AS (
    SELECT r.*,
        row_number() OVER (
            PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
            ORDER BY
                CASE status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
                coalesce(reported_at, collected_at) DESC,
                record_id DESC
        ) AS newest_first
    FROM results AS r
    WHERE $all_versions OR r.import_id NOT IN (SELECT import_id FROM import_undos)
)
SELECT
    patient_id,
    analyte,
    CASE WHEN has_time THEN strftime(collected_at, '%Y-%m-%dT%H:%M:%S') ELSE strftime(collected_at, '%Y-%m-%d') END AS collected_at,
    comparator,
    value,
    coalesce(nullif(u.unit, ''), reported_unit) AS unit,
    reported_value,
    reported_unit,
    reference_low,
    reference_high,
    specimen_id,
    status,
    import_id
FROM ranked
LEFT JOIN unit_of AS u USING (analyte)
WHERE $all_versions OR (newest_first = 1 AND status NOT IN ('cancelled', 'wrong_patient'))
ORDER BY patient_id, ranked.collected_at, analyte, record_id
