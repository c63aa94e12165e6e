-- Lower-limb symptoms and skin lesions open on as_of, not scored 0 throughout. score: the latest, NULL never scored.
SELECT patient_id, symptom_key, symptom, site, CASE WHEN both_sides OR sides > 1 THEN 'both' ELSE a_side END AS side, lower_limb,
    onset_on, latest_severity AS score, latest_derived AS derived, walking, last_recorded_on
FROM symptom_summary
WHERE (lower_limb OR symptom LIKE 'skin%') AND NOT is_none AND onset_on <= CAST($as_of AS DATE)
    AND coalesce(resolved_on > CAST($as_of AS DATE), true) AND (symptom = 'pain' OR symptom LIKE 'skin%')
ORDER BY patient_id, onset_on DESC, site
