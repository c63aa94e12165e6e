-- What a stored row takes from its kind, in the order of the codes.
SELECT analyte, reference_low, reference_high, unit, reference_text, status, timing FROM labs_kind ORDER BY code
