-- What labs_judged needs of each row's person, in the order of the codes.
SELECT patient_id, birth_date, conflict <> '' AS is_conflict, problem <> '' AS person_is_wrong FROM labs_person ORDER BY code
