-- What a stored row takes from its person, in the order of the codes.
SELECT patient_id FROM labs_person ORDER BY code
