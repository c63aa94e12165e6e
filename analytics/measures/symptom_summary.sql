-- measure: symptom_summary
-- what: one row a symptom (patient, symptom, site, onset), with what its records say together
-- unit: score 0-10 · source: definitions, "Pain and skin" · NULL: highest_severity never scored, resolved_on open
-- *_derived: the score is our reading of a word (mild, moderate, severe); nobody gave the number.
-- is_none: scored 0 on all its records. "The last resolved_on on record" is read as the latest day: open longer is safer.
SELECT patient_id, symptom, site, onset_on, symptom_key, is_lower_limb(site) AS lower_limb,
    CASE WHEN count(resolved_on) > 0 THEN greatest(max(resolved_on), onset_on) END AS resolved_on,
    greatest(max(scored_on) FILTER (seen), onset_on) AS last_recorded_on,
    max(severity) FILTER (seen) AS highest_severity,
    arg_max(severity, (scored_on, record_id)) FILTER (seen AND severity IS NOT NULL) AS latest_severity,
    coalesce(arg_max(severity_derived, (severity, NOT severity_derived)) FILTER (seen AND severity IS NOT NULL), false) AS highest_derived,
    coalesce(arg_max(severity_derived, (scored_on, record_id)) FILTER (seen AND severity IS NOT NULL), false) AS latest_derived,
    coalesce(count(*) FILTER (seen) > 0 AND bool_and(severity IS NOT NULL AND severity = 0) FILTER (seen), false) AS is_none,
    CAST(coalesce(bool_or(side = 'left') FILTER (seen), false) AS INTEGER) + CAST(coalesce(bool_or(side = 'right') FILTER (seen), false) AS INTEGER)
        + CAST(coalesce(bool_or(side = 'both') FILTER (seen), false) AS INTEGER) AS sides,
    coalesce(bool_or(side = 'both') FILTER (seen), false) AS both_sides,
    min(side) FILTER (seen AND side IN ('left', 'right', 'both')) AS a_side,
    coalesce(bool_or(walking = 'impaired') FILTER (seen), false) AS walking_impaired,
    arg_max(walking, (scored_on, record_id)) FILTER (seen AND walking IS NOT NULL) AS walking,
    arg_max(date_precision, (scored_on, record_id)) FILTER (date_precision IS NOT NULL) AS date_precision,
    arg_max(note, (scored_on, record_id)) FILTER (seen AND note IS NOT NULL) AS note,
    arg_max(told_by, (scored_on, record_id)) FILTER (seen AND told_by IS NOT NULL) AS told_by
FROM current_symptoms GROUP BY patient_id, symptom, site, onset_on, symptom_key
