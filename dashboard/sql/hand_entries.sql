-- What was typed for one patient on a page and still stands, newest first: kind, record_id and one line in words.
WITH typed AS (
    SELECT import_id, imported_at, imported_by
    FROM imports
    WHERE source = 'entry' AND import_id NOT IN (SELECT import_id FROM import_undos)
),
every AS (
    SELECT 'symptoms' AS kind, record_id, import_id, withdrawn, hash(symptom, site, onset_on, recorded_on) AS identity,
        concat_ws(' ', symptom, replace(site, '_', ' '), side, 'since ' || onset_on,
            'score ' || severity, 'gone ' || resolved_on, 'told ' || recorded_on) AS line
    FROM symptoms WHERE patient_id = $patient
    UNION ALL
    SELECT 'doses', record_id, import_id, withdrawn, hash(drug, formulation, route, started_on),
        concat_ws(' ', replace(drug, '_', ' '), reported_dose, replace(frequency, '_', ' '), 'from ' || started_on, 'to ' || stopped_on)
    FROM doses WHERE patient_id = $patient
    UNION ALL
    SELECT 'targets', record_id, import_id, withdrawn, hash(drug, from_on),
        concat_ws(' ', 'target', drug, low || '–' || high || ' ng/mL', 'from ' || from_on, 'until ' || until_on)
    FROM targets WHERE patient_id = $patient
    UNION ALL
    SELECT 'events', record_id, import_id, withdrawn, hash(kind, happened_on, title),
        concat_ws(' ', replace(kind, '_', ' '), title, 'on ' || happened_on)
    FROM events WHERE patient_id = $patient
    UNION ALL
    SELECT 'transplants', record_id, import_id, withdrawn, hash(transplanted_on),
        concat_ws(' ', organ, 'transplant', 'on ' || transplanted_on, 'failed ' || failed_on)
    FROM transplants WHERE patient_id = $patient
),
latest AS (
    SELECT *
    FROM every
    QUALIFY row_number() OVER (PARTITION BY kind, identity ORDER BY record_id DESC) = 1
)
SELECT kind, record_id, line, imported_at, imported_by
FROM latest
JOIN typed USING (import_id)
WHERE NOT withdrawn
ORDER BY record_id DESC
LIMIT 50
