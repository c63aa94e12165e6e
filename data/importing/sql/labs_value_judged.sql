-- What labs_judged needs of each row's value, in the order of the codes.
SELECT comparator, number, trim(text) = '' AS is_empty, regexp_matches(text, '[0-9]') AS has_digit FROM labs_value ORDER BY code
