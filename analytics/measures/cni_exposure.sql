-- measure: cni_exposure
-- what: stretches of days on a CNI, either one · unit: days, both ends in · source: definitions, "On a CNI on day d"
-- course: number of the CNI course; more than course_gap_days free days start a new one; next_from: the next stretch's first day
-- NULL: never
SELECT *, min(on_from) OVER a_course AS course_from, max(on_to) OVER a_course AS course_to,
    coalesce(lead(on_from) OVER (PARTITION BY patient_id ORDER BY on_from), DATE '9999-12-31') AS next_from
FROM (
    SELECT patient_id, min(on_from) AS on_from, max(on_to) AS on_to, course
    FROM (
        SELECT *, sum(CASE WHEN on_from - reached <= 1 THEN 0 ELSE 1 END) OVER so_far AS stretch,
            sum(CASE WHEN on_from - reached - 1 <= $window_course_gap_days THEN 0 ELSE 1 END) OVER so_far AS course
        FROM (
            SELECT patient_id, drug, on_from, on_to,
                max(on_to) OVER (PARTITION BY patient_id ORDER BY on_from, drug ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM drug_exposure WHERE drug_class = 'cni')
        WINDOW so_far AS (PARTITION BY patient_id ORDER BY on_from, drug))
    GROUP BY patient_id, course, stretch)
WINDOW a_course AS (PARTITION BY patient_id, course)
