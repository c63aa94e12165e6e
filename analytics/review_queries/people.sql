-- The clinic's patients with the window that counts on as_of: that of the latest transplant, else of the latest CNI course.
-- Published case studies stand apart and are not on the list. NULL: no window, no name on record.
SELECT k.patient_id, p.name, p.clinic, p.consultant, p.risk_factors, w.anchor_on, w.anchor, w.opens_on, w.closes_on,
    t.failed_on AS graft_failed_on
FROM known_patients k
LEFT JOIN current_patients p USING (patient_id)
LEFT JOIN (
    SELECT * FROM windows QUALIFY row_number() OVER (
        PARTITION BY patient_id ORDER BY anchor = 'transplant' DESC, anchor_on DESC) = 1) w USING (patient_id)
LEFT JOIN (
    SELECT * FROM current_transplants QUALIFY row_number() OVER (
        PARTITION BY patient_id ORDER BY transplanted_on DESC) = 1) t USING (patient_id)
ANTI JOIN scope_case_studies s ON s.patient_id = k.patient_id
ORDER BY k.patient_id
