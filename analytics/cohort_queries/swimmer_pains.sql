-- Lower-limb pains that began inside the windows of now_inside's patients, or are open: days counted from the anchor later.
SELECT patient_id, site, onset_on, resolved_on, highest_severity, highest_derived FROM symptom_summary
WHERE symptom = 'pain' AND lower_limb AND NOT is_none AND onset_on <= CAST($as_of AS DATE)
ORDER BY patient_id, onset_on, site
