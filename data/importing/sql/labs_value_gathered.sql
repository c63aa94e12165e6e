-- What stands beside each row, in the order of the codes.
SELECT comparator, number, trim(text) = '' AS is_empty, text AS reported_value FROM labs_value ORDER BY code
