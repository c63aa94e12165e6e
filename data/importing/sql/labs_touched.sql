-- Patients with accepted rows, and from when each could be known.
SELECT patient_id, min(CASE WHEN $backfill THEN coalesce(reported_at, collected_at)::DATE
    ELSE greatest($today, coalesce(reported_at::DATE, $today)) END)
FROM labs_final WHERE outcome IN ('stored', 'superseding') GROUP BY patient_id
