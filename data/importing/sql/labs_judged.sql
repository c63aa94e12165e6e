-- Every row with its meaning, or with the first thing that is wrong with it. outcome '' means: a result of ours.
CREATE OR REPLACE TEMP TABLE labs_judged AS
WITH cells AS (
    SELECT seq, source_row,
        trim(coalesce(patient_id, ''), chr(32) || chr(9) || chr(160)) AS patient_id,
        coalesce(test, '') AS test, coalesce(code, '') AS code, coalesce(unit, '') AS unit,
        coalesce(specimen_type, '') AS specimen_type, coalesce(value, '') AS value_text,
        coalesce(collected_at, '') AS day_text, coalesce(collected_time, '') AS time_text,
        CASE WHEN coalesce(collected_time, '') = ''
              AND regexp_full_match(collected_at, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?')
              AND collected_at >= '1880'
             THEN try_cast(collected_at AS TIMESTAMP) END AS plain_at,
        CASE WHEN $plain_numbers AND regexp_full_match(value, '[0-9]{1,9}([.][0-9]{1,15})?')
             THEN try_cast(value AS DOUBLE) END AS plain_value,
        coalesce(reference_low, '') AS low_text, coalesce(reference_high, '') AS high_text,
        coalesce(reference_range, '') AS range_text,
        nullif(trim(coalesce(specimen_id, '')), '') AS specimen_id,
        coalesce(status, '') AS status_text, coalesce(reported_at, '') AS reported_text,
        coalesce(timing, '') AS timing_text, coalesce(last_dose_at, '') AS last_dose_text,
        coalesce(patient_name, '') AS patient_name, coalesce(birth_date, '') AS birth_text,
        nullif(trim(coalesce(comment, '')), '') AS comment,
        coalesce(hold, '') AS hold
    FROM labs_raw
), read AS (
    SELECT c.*, t.analyte, t.factor, t.outcome AS test_outcome, t.column_name AS test_column, t.reason AS test_reason,
        t.low AS plausible_low, t.high AS plausible_high, t.timing AS test_timing,
        coalesce(c.plain_at, m.at) AS collected_at, m.utc AS collected_utc,
        CASE WHEN c.plain_at IS NOT NULL THEN length(c.day_text) > 10 ELSE m.has_time END AS has_time,
        coalesce(m.problem, '') AS moment_problem,
        coalesce(n.comparator, '') AS comparator, coalesce(c.plain_value, n.value) AS number,
        x.low AS reference_low, x.high AS reference_high, x.reference_text, x.readable AS reference_readable,
        s.status, s.rank, s.problem AS status_problem,
        p.at AS reported_at, coalesce(p.problem, '') AS reported_problem,
        l.at AS last_dose_at, l.utc AS last_dose_utc, coalesce(l.problem, '') AS last_dose_problem,
        g.timing, coalesce(g.problem, '') AS timing_problem,
        w.birth_date, w.conflict, w.conflict_column, w.problem AS person_problem
    FROM cells c
    JOIN labs_tests t USING (test, code, unit, specimen_type)
    LEFT JOIN labs_moments m ON c.plain_at IS NULL AND m.day_text = c.day_text AND m.time_text = c.time_text
    LEFT JOIN labs_numbers n ON c.plain_value IS NULL AND n.value_text = c.value_text
    JOIN labs_references x ON x.low_text = c.low_text AND x.high_text = c.high_text AND x.range_text = c.range_text
    JOIN labs_statuses s USING (status_text)
    JOIN labs_timings g USING (timing_text)
    LEFT JOIN labs_reported p ON c.reported_text <> '' AND p.reported_text = c.reported_text
    LEFT JOIN labs_last_doses l ON c.last_dose_text <> '' AND l.last_dose_text = c.last_dose_text
    JOIN labs_people w USING (patient_id, patient_name, birth_text)
), valued AS (
    SELECT *, rank = 2 AND status <> 'corrected' AS withdraws,
        round(number * factor, 6) AS canonical
    FROM read
), judged AS (
    SELECT *, CASE
        WHEN patient_id = '' THEN {'outcome': 'rejected', 'column_name': 'patient_id', 'reason': 'no patient'}
        WHEN person_problem <> '' THEN {'outcome': 'rejected', 'column_name': 'patient_id', 'reason': person_problem}
        WHEN trim(test) = '' AND trim(code) = '' THEN {'outcome': 'rejected', 'column_name': 'test', 'reason': 'no test'}
        WHEN test_outcome = 'not_monitored' THEN {'outcome': 'not_monitored', 'column_name': 'test', 'reason': ''}
        WHEN collected_at IS NULL THEN {'outcome': 'rejected', 'column_name': 'collected_at', 'reason': moment_problem}
        WHEN collected_at::DATE > $today
            THEN {'outcome': 'rejected', 'column_name': 'collected_at', 'reason': 'drawn in the future'}
        WHEN collected_at::DATE < birth_date
            THEN {'outcome': 'rejected', 'column_name': 'collected_at', 'reason': 'drawn before the patient was born'}
        WHEN status_problem <> '' AND status <> ''
            THEN {'outcome': 'rejected', 'column_name': 'status', 'reason': status_problem}
        WHEN status_problem <> '' THEN {'outcome': 'set_aside', 'column_name': 'status', 'reason': status_problem}
        WHEN NOT withdraws AND trim(value_text) = ''
            THEN {'outcome': 'rejected', 'column_name': 'value', 'reason': 'no value'}
        WHEN NOT withdraws AND number IS NULL
            THEN {'outcome': 'rejected', 'column_name': 'value', 'reason': 'not a number: expected one such as 5.6, <5 or >2000'}
        WHEN NOT withdraws AND number < 0
            THEN {'outcome': 'rejected', 'column_name': 'value', 'reason': 'a negative result'}
        WHEN reported_problem <> ''
            THEN {'outcome': 'rejected', 'column_name': 'reported_at', 'reason': reported_problem}
        WHEN last_dose_problem <> ''
            THEN {'outcome': 'rejected', 'column_name': 'last_dose_at', 'reason': last_dose_problem}
        WHEN timing_problem <> '' THEN {'outcome': 'set_aside', 'column_name': 'timing', 'reason': timing_problem}
        WHEN test_outcome = 'set_aside' AND (NOT withdraws OR test_column = 'test')
            THEN {'outcome': 'set_aside', 'column_name': test_column, 'reason': test_reason}
        WHEN NOT withdraws AND NOT $accept_value AND (canonical < plausible_low OR canonical > plausible_high)
            THEN {'outcome': 'set_aside', 'column_name': 'value', 'reason':
                  'check the unit: outside the plausible ' || plausible_low || ' to ' || plausible_high || ' (here ' || canonical || ')'}
        WHEN hold <> '' AND NOT $accept_value THEN {'outcome': 'set_aside', 'column_name': 'value', 'reason': hold}
        WHEN conflict <> '' AND NOT $accept_person
            THEN {'outcome': 'set_aside', 'column_name': conflict_column, 'reason': conflict}
        ELSE {'outcome': '', 'column_name': '', 'reason': ''} END AS verdict
    FROM valued
)
SELECT seq, source_row, patient_id, analyte, collected_at, collected_utc, has_time, specimen_id,
    CASE WHEN NOT has_time AND specimen_id IS NULL THEN comparator || coalesce(canonical::VARCHAR, '') END AS day_value,
    hash(patient_id, analyte, collected_at, collected_utc, specimen_id, day_value) AS identity,
    CASE WHEN canonical IS NULL THEN '' ELSE comparator END AS comparator, canonical AS value,
    round(reference_low * factor, 6) AS reference_low, round(reference_high * factor, 6) AS reference_high,
    value_text AS reported_value, unit AS reported_unit, nullif(reference_text, '') AS reported_reference,
    status, rank, reported_at, coalesce(timing, nullif(test_timing, '')) AS timing, last_dose_at, last_dose_utc, comment,
    withdraws, test, code,
    verdict.outcome AS outcome, verdict.column_name AS column_name, verdict.reason AS reason,
    CASE verdict.column_name
        WHEN 'patient_id' THEN patient_id WHEN 'collected_at' THEN trim(day_text || ' ' || time_text)
        WHEN 'status' THEN status_text WHEN 'reported_at' THEN reported_text WHEN 'last_dose_at' THEN last_dose_text
        WHEN 'timing' THEN timing_text WHEN 'unit' THEN unit WHEN 'test' THEN concat_ws(' ', nullif(test, ''), nullif(code, ''))
        WHEN 'birth_date' THEN birth_text WHEN 'patient_name' THEN patient_name
        WHEN '' THEN '' ELSE value_text END AS problem_value,
    NOT reference_readable AS odd_reference
FROM judged
