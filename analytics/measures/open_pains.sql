-- measure: open_pains
-- what: lower-limb pains with the days on which they are open: from the onset to the day before the resolution
-- source: definitions, "Open until resolved" · NULL: never; an open pain ends 9999-12-31
-- empty without: symptom_summary
SELECT patient_id, symptom_key, onset_on AS open_from, coalesce(resolved_on - 1, DATE '9999-12-31') AS open_to
FROM symptom_summary WHERE symptom = 'pain' AND lower_limb AND NOT is_none
