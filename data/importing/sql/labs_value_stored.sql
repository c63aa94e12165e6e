-- What a stored row takes from its value, in the order of the codes.
SELECT text AS reported_value FROM labs_value ORDER BY code
