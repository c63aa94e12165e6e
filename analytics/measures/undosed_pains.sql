-- measure: undosed_pains
-- what: patients with a lower-limb pain whose CNI exposure is unknown: of them the rules on pain cannot tell
-- source: definitions, "where no dose is on record at all … the CIPS rules cannot tell" · NULL: never
-- empty without: open_pains
SELECT patient_id FROM undosed SEMI JOIN open_pains USING (patient_id)
