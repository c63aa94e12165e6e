-- Follow-ups of symptoms that had begun by as_of. What a row says has three days of its own: the onset, the day of the
-- score (recorded_on, else the onset) and the resolution; each is seen only up to as_of. A row that was written down
-- after as_of therefore still shows that the symptom had begun (what was known then is the question of known_on).
-- empty without: scope_symptoms
SELECT record_id, patient_id, symptom, site, onset_on,
    symptom || '|' || site || '|' || CAST(onset_on AS VARCHAR) AS symptom_key,
    coalesce(recorded_on, onset_on) AS scored_on,
    coalesce(recorded_on, onset_on) <= CAST($as_of AS DATE) AS seen,
    side, severity, severity_derived, walking,
    CASE WHEN resolved_on <= CAST($as_of AS DATE) THEN resolved_on END AS resolved_on,
    worse_with, relieved_by, signs, date_precision, told_by, note
FROM (
    SELECT * FROM scope_symptoms
    WHERE onset_on <= CAST($as_of AS DATE)
        AND ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    QUALIFY row_number() OVER (
        PARTITION BY patient_id, symptom, site, onset_on, recorded_on ORDER BY record_id DESC) = 1)
WHERE NOT withdrawn
