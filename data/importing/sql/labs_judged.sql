-- Every row with its meaning, and the first thing that is wrong with it (verdict, see labs_verdicts.sql; 0: a result of
-- ours). lookup: the rows with what their texts mean. Of texts only the codes are kept; labs_results puts them back.
CREATE OR REPLACE TEMP TABLE labs_judged AS
WITH read AS (
    SELECT *, round(number * factor, 6) AS canonical,
        nullif(trim(specimen_text, chr(32) || chr(9) || chr(160)), '') AS specimen_id,
        nullif(trim(comment_text, chr(32) || chr(9) || chr(160)), '') AS comment
    FROM lookup
)
SELECT seq, source_row, kind, person, "value" AS value_code, collected_problem, reported_problem, last_dose_problem,
    collected_at, collected_utc, has_time, specimen_id,
    CASE WHEN NOT has_time AND specimen_id IS NULL THEN comparator || coalesce(canonical::VARCHAR, '') END AS day_value,
    hash(patient_id, analyte, collected_at, collected_utc, specimen_id, day_value) AS identity,
    CASE WHEN canonical IS NULL THEN '' ELSE comparator END AS comparator, canonical AS value,
    rank, reported_at, last_dose_at, last_dose_utc, comment, withdraws,
    CASE
        WHEN patient_id = '' THEN 1
        WHEN person_is_wrong THEN 2
        WHEN has_no_test THEN 3
        WHEN is_not_monitored THEN 4
        WHEN collected_at IS NULL AND is_held THEN 22 -- HL7 or FHIR without a time of the draw: a person can find it
        WHEN collected_at IS NULL THEN 5
        WHEN collected_at::DATE > $today THEN 6
        WHEN collected_at::DATE < birth_date THEN 7
        WHEN status_verdict <> 0 THEN status_verdict
        WHEN withdraws THEN
            CASE WHEN reported_problem <> 0 THEN 13 WHEN test_is_in_doubt THEN 16
                 WHEN is_conflict AND NOT $accept_person THEN 19 ELSE 0 END
        WHEN is_empty THEN 10
        WHEN number IS NULL AND (has_time OR specimen_id IS NOT NULL) AND (rank = 2 OR (rank = 1 AND has_digit)) THEN 24
        WHEN number IS NULL THEN 11
        WHEN number < 0 THEN 12
        WHEN reported_problem <> 0 THEN 13
        WHEN last_dose_problem <> 0 THEN 14
        WHEN timing_is_wrong THEN 15
        WHEN is_in_doubt THEN 16
        WHEN NOT $accept_value AND number * meant_factor BETWEEN plausible_low AND plausible_high THEN 23
        WHEN NOT $accept_value AND (canonical < plausible_low OR canonical > plausible_high) THEN 17
        WHEN is_held AND NOT $accept_value THEN 18
        WHEN is_conflict AND NOT $accept_person THEN 19
        ELSE 0 END::TINYINT AS verdict
FROM read
