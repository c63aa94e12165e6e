-- Every row with its meaning, and the first thing that is wrong with it (verdict, see labs_verdicts.sql; 0: a result of
-- ours). Texts that only problems need are looked up there.
CREATE OR REPLACE TEMP TABLE labs_judged AS
WITH read AS (
    SELECT c.seq, c.source_row, c.what, c.moment, c.value AS value_code, c.reference, c.status AS status_code,
        c.reported, c.timing AS timing_code, c.last_dose, c.person, c.hold AS hold_code,
        c.patient_id, t.analyte, t.factor, t.outcome AS test_outcome, t.column_name AS test_column,
        t.low AS plausible_low, t.high AS plausible_high,
        c.collected_at, c.collected_utc, c.has_time, c.comparator, c.number,
        round(c.number * t.factor, 6) AS canonical, c.is_empty,
        round(x.low * t.factor, 6) AS reference_low, round(x.high * t.factor, 6) AS reference_high,
        s.status, s.rank, s.withdraws, s.problem <> '' AS status_is_wrong,
        p.at AS reported_at, p.problem <> '' AS reported_is_wrong,
        l.at AS last_dose_at, l.utc AS last_dose_utc, l.problem <> '' AS last_dose_is_wrong,
        coalesce(g.timing, nullif(t.timing, '')) AS timing, g.problem <> '' AS timing_is_wrong,
        c.birth_date, c.is_conflict, c.person_is_wrong,
        k.text AS specimen_id, n.text AS comment, h.text IS NOT NULL AS is_held,
        trim(t.test) = '' AND trim(t.code_text) = '' AS has_no_test
    FROM labs_codes c
    JOIN labs_what t ON t.code = c.what
    JOIN labs_reference x ON x.code = c.reference
    JOIN labs_status s ON s.code = c.status
    JOIN labs_timing g ON g.code = c.timing
    JOIN labs_reported p ON p.code = c.reported
    JOIN labs_last_dose l ON l.code = c.last_dose
    JOIN labs_specimen k ON k.code = c.specimen
    JOIN labs_comment n ON n.code = c.comment
    JOIN labs_hold h ON h.code = c.hold
)
SELECT seq, source_row, what, moment, value_code, reference, status_code, reported, timing_code, last_dose, person, hold_code,
    patient_id, analyte, collected_at, collected_utc, has_time, specimen_id,
    CASE WHEN NOT has_time AND specimen_id IS NULL THEN comparator || coalesce(canonical::VARCHAR, '') END AS day_value,
    hash(patient_id, analyte, collected_at, collected_utc, specimen_id, day_value) AS identity,
    CASE WHEN canonical IS NULL THEN '' ELSE comparator END AS comparator, canonical AS value,
    reference_low, reference_high, status, rank, reported_at, timing, last_dose_at, last_dose_utc, comment, withdraws,
    CASE
        WHEN patient_id = '' THEN 1
        WHEN person_is_wrong THEN 2
        WHEN has_no_test THEN 3
        WHEN test_outcome = 'not_monitored' THEN 4
        WHEN collected_at IS NULL AND is_held THEN 22 -- HL7 or FHIR without a time of the draw: a person can find it
        WHEN collected_at IS NULL THEN 5
        WHEN collected_at::DATE > $today THEN 6
        WHEN collected_at::DATE < birth_date THEN 7
        WHEN status_is_wrong AND status <> '' THEN 8
        WHEN status_is_wrong THEN 9
        WHEN withdraws THEN
            CASE WHEN reported_is_wrong THEN 13 WHEN test_outcome = 'set_aside' AND test_column = 'test' THEN 16
                 WHEN is_conflict AND NOT $accept_person THEN 19 ELSE 0 END
        WHEN is_empty THEN 10
        WHEN number IS NULL THEN 11
        WHEN number < 0 THEN 12
        WHEN reported_is_wrong THEN 13
        WHEN last_dose_is_wrong THEN 14
        WHEN timing_is_wrong THEN 15
        WHEN test_outcome = 'set_aside' THEN 16
        WHEN NOT $accept_value AND (canonical < plausible_low OR canonical > plausible_high) THEN 17
        WHEN is_held AND NOT $accept_value THEN 18
        WHEN is_conflict AND NOT $accept_person THEN 19
        ELSE 0 END::TINYINT AS verdict
FROM read
