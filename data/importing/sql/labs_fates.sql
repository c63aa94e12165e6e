-- Rows that are on record word for word, or stand in this file before: duplicates. reason '' everywhere.
CREATE OR REPLACE TEMP TABLE labs_fates AS
SELECT c.seq, 'duplicate' AS fate, '' AS reason
FROM labs_close c SEMI JOIN labs_live l ON c.identity = l.identity
    AND c.patient_id = l.patient_id AND c.analyte = l.analyte AND c.collected_at = l.collected_at
    AND c.collected_utc IS NOT DISTINCT FROM l.collected_utc AND c.specimen_id IS NOT DISTINCT FROM l.specimen_id
    AND c.day_value IS NOT DISTINCT FROM l.day_value AND c.status = l.status AND c.comparator = l.comparator
    AND c.value IS NOT DISTINCT FROM l.value AND c.reference_low IS NOT DISTINCT FROM l.reference_low
    AND c.reference_high IS NOT DISTINCT FROM l.reference_high AND c.reported_at IS NOT DISTINCT FROM l.reported_at
    AND c.timing IS NOT DISTINCT FROM l.timing AND c.last_dose_at IS NOT DISTINCT FROM l.last_dose_at
    AND c.comment IS NOT DISTINCT FROM l.comment
