-- A correction takes the identity of the result that it corrects; one that fits several is set aside (verdict 20).
UPDATE labs_judged SET collected_at = a.collected_at, collected_utc = a.collected_utc, has_time = a.has_time,
    specimen_id = a.specimen_id, day_value = a.day_value,
    identity = hash(a.patient_id, a.analyte, a.collected_at, a.collected_utc, a.specimen_id, a.day_value),
    verdict = a.verdict
FROM labs_adopted a WHERE labs_judged.seq = a.seq
