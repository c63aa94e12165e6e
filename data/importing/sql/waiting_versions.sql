-- Laboratory rows that wait beside the results on record that they speak of: the same draw and specimen number; a row
-- that gives only a day (midnight, no specimen number) speaks of every result of that day. Undone imports count as absent,
-- everything as known on $known_on.
WITH undone AS (SELECT import_id FROM import_undos WHERE $known_on IS NULL OR undone_on <= CAST($known_on AS DATE)),
waiting AS (
    SELECT s.set_aside_id, s.patient_id, s.analyte, s.collected_at, s.reason,
        coalesce(s.cells ->> 'status', '') AS status_text, coalesce(s.cells ->> 'value', '') AS value_text,
        nullif(trim(s.cells ->> 'specimen_id'), '') AS specimen_id,
        specimen_id IS NULL AND s.collected_at = date_trunc('day', s.collected_at) AS is_day_only
    FROM set_aside s JOIN imports i USING (import_id)
    WHERE s.kind = 'labs' AND s.analyte IS NOT NULL AND s.collected_at IS NOT NULL
      AND ($patients IS NULL OR list_contains(CAST($patients AS VARCHAR[]), s.patient_id))
      AND ($known_on IS NULL OR i.imported_on <= CAST($known_on AS DATE)) AND s.import_id NOT IN (FROM undone)
      AND s.set_aside_id NOT IN (
          SELECT set_aside_id FROM settlements
          WHERE coalesce(import_id, -1) NOT IN (FROM undone)
            AND ($known_on IS NULL OR CAST(settled_at AS DATE) <= CAST($known_on AS DATE)))
)
SELECT w.set_aside_id, r.record_id, r.reported_value, r.reported_unit, r.status, w.reason, w.status_text, w.value_text, w.is_day_only
FROM waiting w JOIN results r ON r.patient_id = w.patient_id AND r.analyte = w.analyte
    AND CAST(r.collected_at AS DATE) = CAST(w.collected_at AS DATE)
    AND (w.is_day_only OR (r.collected_at = w.collected_at AND r.specimen_id IS NOT DISTINCT FROM w.specimen_id))
WHERE r.import_id NOT IN (FROM undone)
  AND ($known_on IS NULL OR r.known_on <= CAST($known_on AS DATE))
QUALIFY row_number() OVER (
    PARTITION BY w.set_aside_id, r.collected_at, r.collected_utc, r.specimen_id, r.day_value
    ORDER BY CASE r.status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
        coalesce(r.reported_at, r.collected_at) DESC, r.record_id DESC) = 1
ORDER BY w.set_aside_id, r.record_id
