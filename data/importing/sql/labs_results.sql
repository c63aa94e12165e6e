-- labs_judged with the texts that its codes stand for.
CREATE OR REPLACE TEMP VIEW labs_results AS
SELECT j.*, p.patient_id, k.analyte, k.reference_low, k.reference_high, k.status, k.timing
FROM labs_judged j JOIN labs_kind k ON k.code = j.kind JOIN labs_person p ON p.code = j.person
