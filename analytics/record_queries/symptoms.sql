SELECT s.patient_id, s.symptom_key, s.symptom, s.site, s.lower_limb,
    CASE WHEN s.both_sides OR s.sides > 1 THEN 'both' ELSE s.a_side END AS side, s.onset_on, s.resolved_on, s.latest_severity,
    s.highest_severity, s.latest_derived, s.highest_derived, s.walking, s.walking_impaired, s.last_recorded_on, s.date_precision, s.note, s.is_none, s.told_by,
    w.worse_with, w.relieved_by, w.signs
FROM symptom_summary s LEFT JOIN (
    SELECT patient_id, symptom_key, string_agg(DISTINCT worse_with, '; ' ORDER BY worse_with) AS worse_with,
        string_agg(DISTINCT relieved_by, '; ' ORDER BY relieved_by) AS relieved_by, string_agg(DISTINCT signs, ';' ORDER BY signs) AS signs
    FROM current_symptoms WHERE seen GROUP BY patient_id, symptom_key) w USING (patient_id, symptom_key)
ORDER BY s.onset_on, s.symptom_key
