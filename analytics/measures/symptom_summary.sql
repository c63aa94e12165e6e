-- measure: symptom_summary
-- what: one row a symptom (patient, symptom, site, onset), with what its records say together
-- unit: score 0-10 · source: definitions, "Pain and skin" · NULL: highest_severity never scored, resolved_on open
-- *_derived: the score is our reading of a word (mild, moderate, severe); nobody gave the number.
-- is_none: scored 0 on all its records. "The last resolved_on on record" is read as the latest day: open longer is safer.
-- told, *_told: as sentences write it; here once, because each rule that named it would write it out anew.
-- empty without: current_symptoms
SELECT *, where_it_hurts(site, both_sides, sides, a_side) || how_bad(graded_told, walking_impaired) AS told
FROM (
    SELECT *, scored(latest_severity, latest_derived) AS latest_told, of_ten(latest_derived) AS latest_of_ten,
        scored(highest_severity, highest_derived) AS highest_told,
        -- the latest score, but the highest once the pain is gone, which a 0 would contradict
        CASE WHEN latest_severity = 0 OR resolved_on IS NOT NULL THEN graded(highest_severity, highest_derived)
            ELSE graded(latest_severity, latest_derived) END AS graded_told
    FROM (
        SELECT patient_id, symptom, site, onset_on, symptom_key, is_lower_limb(site) AS lower_limb,
            CASE WHEN count(resolved_on) > 0 THEN greatest(max(resolved_on), onset_on) END AS resolved_on,
            greatest(max(seen_on), onset_on) AS last_recorded_on, max(score) AS highest_severity,
            arg_max(score, scored_as) AS latest_severity,
            coalesce(arg_max(derived, (score, NOT derived)), false) AS highest_derived,
            coalesce(arg_max(derived, scored_as), false) AS latest_derived, coalesce(bool_and(no_pain), false) AS is_none,
            CAST(coalesce(bool_or(side = 'left'), false) AS INTEGER) + CAST(coalesce(bool_or(side = 'right'), false) AS INTEGER)
                + CAST(coalesce(bool_or(side = 'both'), false) AS INTEGER) AS sides,
            coalesce(bool_or(side = 'both'), false) AS both_sides, min(side) AS a_side,
            coalesce(bool_or(walking = 'impaired'), false) AS walking_impaired, arg_max(walking, scored_as) AS walking,
            arg_max(date_precision, scored_as) AS date_precision,
            arg_max(note, scored_as) AS note, arg_max(told_by, scored_as) AS told_by
        FROM (
            -- what is not seen yet is NULL, which no aggregate counts
            SELECT patient_id, symptom, site, onset_on, symptom_key, (scored_on, record_id) AS scored_as, resolved_on, date_precision,
                CASE WHEN seen THEN scored_on END AS seen_on, CASE WHEN seen THEN severity END AS score,
                CASE WHEN seen AND severity IS NOT NULL THEN severity_derived END AS derived,
                CASE WHEN seen THEN coalesce(severity = 0, false) END AS no_pain,
                CASE WHEN seen AND side IN ('left', 'right', 'both') THEN side END AS side, CASE WHEN seen THEN walking END AS walking,
                CASE WHEN seen THEN note END AS note, CASE WHEN seen THEN told_by END AS told_by
            FROM current_symptoms)
        GROUP BY patient_id, symptom, site, onset_on, symptom_key))
