-- Patients with accepted rows, and from when each could be known.
SELECT p.patient_id, min(j.known_on)
FROM (
    SELECT person, min(CASE WHEN $backfill THEN coalesce(reported_at, collected_at)::DATE
        ELSE greatest($today, coalesce(reported_at::DATE, $today)) END) AS known_on
    FROM labs_judged j LEFT JOIN labs_fates f USING (seq)
    WHERE j.verdict = 0 AND (f.fate IN ('stored', 'superseding') OR (f.fate IS NULL AND NOT withdraws))
    GROUP BY person
) j JOIN labs_person p ON p.code = j.person
GROUP BY p.patient_id
