-- One row a lower-limb onset that has a dose change in the 90 days before it: the days from the nearest one. Of several on
-- one day a CNI increase counts first, as on the page "Dose-symptom timing".
SELECT 'onset' AS about, n.patient_id, s.site, o.onset_on AS began_on, CAST(o.lag_days AS INTEGER) AS lag_days,
    CASE WHEN o.drug_class = 'cni' AND o.kind = 'increase' THEN 'cni_increase' ELSE 'other_change' END AS change
FROM onset_timing o JOIN patient_sites s USING (patient_id) JOIN people n ON n.number = o.patient_id
WHERE o.drug IS NOT NULL AND o.lower_limb
QUALIFY row_number() OVER (
    PARTITION BY o.patient_id, o.symptom_key
    ORDER BY o.lag_days, change, o.drug, o.kind) = 1
ORDER BY o.patient_id, o.symptom_key
