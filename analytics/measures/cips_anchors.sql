-- measure: cips_anchors
-- what: the days from which CIPS days are counted: each transplant, and each CNI course before any transplant, with the day 21
-- and the last day of its window. Where the next one came before day 21 that last day lies before day 21: there is no window
-- unit: days, both ends in · source: CIPS case report (published case CIPS-1); definitions, "The CIPS window" · NULL: never
-- A day belongs to the latest transplant, before any transplant to the latest course, so windows never overlap.
SELECT t.patient_id, 'transplant' AS anchor, t.transplanted_on AS anchor_on,
    t.transplanted_on + $window_opens_days AS opens_on,
    least(plus_months(t.transplanted_on, $window_closes_months), t.next_on - 1) AS closes_on
FROM current_transplants t
UNION ALL
SELECT c.patient_id, 'cni_start', c.course_from, c.course_from + $window_opens_days,
    least(plus_months(c.course_from, $window_closes_months), c.next_from - 1, f.first_graft - 1)
FROM (SELECT *, lead(course_from) OVER (PARTITION BY patient_id ORDER BY course_from) AS next_from
    FROM (SELECT DISTINCT patient_id, course_from FROM cni_exposure)) c
LEFT JOIN (SELECT patient_id, min(transplanted_on) AS first_graft FROM current_transplants GROUP BY 1) f USING (patient_id)
WHERE f.first_graft IS NULL OR c.course_from < f.first_graft
