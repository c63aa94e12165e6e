-- measure: undosed_pains
-- what: patients with a lower-limb pain whose CNI exposure is unknown: of them the rules on pain cannot tell. Where a CNI dose
-- is on record, only a pain that began before it and is still open
-- source: definitions, "where no dose is on record at all … the CIPS rules cannot tell" · NULL: never
-- empty without: open_pains
SELECT patient_id, dosed, until_on FROM undosed u SEMI JOIN open_pains o ON o.patient_id = u.patient_id AND o.open_from < u.until_on
    AND (o.open_to >= CAST($as_of AS DATE) OR u.until_on = DATE '9999-12-31')
