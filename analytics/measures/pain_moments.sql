-- measure: pain_moments
-- what: the days on which a lower-limb pain began or became worse (2 or more above the scored record before it)
-- source: definitions, "Worse on day d" · NULL: severity not scored that day
-- empty without: symptom_summary
SELECT s.patient_id, s.symptom_key, s.onset_on AS moment_on, 'onset' AS moment, s.onset_on, s.resolved_on
FROM symptom_summary s WHERE s.symptom = 'pain' AND s.lower_limb AND NOT s.is_none
UNION
SELECT s.patient_id, s.symptom_key, w.scored_on, 'worse', s.onset_on, s.resolved_on
FROM symptom_summary s
JOIN (
    SELECT patient_id, symptom_key, scored_on, round(severity - lag(severity)
        OVER (PARTITION BY patient_id, symptom_key ORDER BY scored_on, record_id), 6) AS rise
    FROM current_symptoms WHERE seen AND severity IS NOT NULL AND symptom = 'pain') w USING (patient_id, symptom_key)
WHERE s.symptom = 'pain' AND s.lower_limb AND NOT s.is_none AND w.rise >= $pain_worse_by
    AND (s.resolved_on IS NULL OR w.scored_on < s.resolved_on)
