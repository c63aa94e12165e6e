-- What was typed for one patient on a page and still stands, newest first: what each entry says, for one line in words.
WITH typed AS (
    SELECT import_id, imported_at, imported_by
    FROM imports
    WHERE source = 'entry' AND import_id NOT IN (SELECT import_id FROM import_undos)
),
every AS (
    SELECT 'symptoms' AS kind, record_id, import_id, withdrawn, hash(symptom, site, onset_on, recorded_on) AS identity,
        symptom AS what, site, side, onset_on AS first_on, resolved_on AS last_on, recorded_on AS told_on,
        severity AS score
    FROM symptoms WHERE patient_id = $patient
    UNION ALL BY NAME
    SELECT 'doses' AS kind, record_id, import_id, withdrawn, hash(drug, formulation, route, started_on) AS identity,
        drug AS what, reported_dose AS amount, frequency, started_on AS first_on, stopped_on AS last_on
    FROM doses WHERE patient_id = $patient
    UNION ALL BY NAME
    SELECT 'targets' AS kind, record_id, import_id, withdrawn, hash(drug, from_on) AS identity,
        drug AS what, low || '–' || high AS amount, from_on AS first_on, until_on AS last_on
    FROM targets WHERE patient_id = $patient
    UNION ALL BY NAME
    SELECT 'events' AS kind, record_id, import_id, withdrawn, hash(kind, happened_on, title) AS identity,
        kind AS what, title, happened_on AS first_on
    FROM events WHERE patient_id = $patient
    UNION ALL BY NAME
    SELECT 'transplants' AS kind, record_id, import_id, withdrawn, hash(transplanted_on) AS identity,
        organ AS what, transplanted_on AS first_on, failed_on AS last_on
    FROM transplants WHERE patient_id = $patient
),
latest AS (
    SELECT *
    FROM every
    QUALIFY row_number() OVER (PARTITION BY kind, identity ORDER BY record_id DESC) = 1
)
SELECT latest.* EXCLUDE (import_id, withdrawn, identity), imported_at, imported_by
FROM latest
JOIN typed USING (import_id)
WHERE NOT withdrawn
ORDER BY record_id DESC
LIMIT 50
