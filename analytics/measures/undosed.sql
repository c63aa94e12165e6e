-- measure: undosed
-- what: patients whose CNI exposure is unknown: no dose on record at all, or CNI levels but no CNI dose
-- source: definitions, "where no dose is on record at all … the CIPS rules cannot tell" · NULL: never
-- CNI levels beside doses of other drugs only: silent in the definitions; saying "not on a CNI" would be the unsafe reading.
SELECT patient_id FROM known_patients k ANTI JOIN (SELECT DISTINCT patient_id FROM dose_periods) d USING (patient_id)
UNION
SELECT patient_id FROM trough ANTI JOIN cni_exposure USING (patient_id)
