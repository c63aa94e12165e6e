-- Whose CIPS window is open on as_of or will be within 21 days, on a CNI or not: one row a stretch on one CNI in it (drug
-- NULL: none on record). Days are counted from the window's anchor.
WITH now_inside AS (
    SELECT w.* FROM windows w ANTI JOIN scope_case_studies USING (patient_id)
    WHERE w.anchor_on <= CAST($as_of AS DATE) AND w.closes_on >= CAST($as_of AS DATE)
    QUALIFY row_number() OVER (PARTITION BY w.patient_id ORDER BY w.anchor = 'transplant' DESC, w.anchor_on DESC) = 1)
SELECT w.patient_id, p.name, w.anchor, w.anchor_on, w.opens_on, w.closes_on,
    w.opens_on - w.anchor_on AS opens_day, w.closes_on - w.anchor_on AS closes_day,
    CAST($as_of AS DATE) - w.anchor_on AS today_day, d.drug,
    greatest(d.on_from, w.anchor_on) - w.anchor_on AS from_day,
    least(d.on_to, CAST($as_of AS DATE)) - w.anchor_on AS to_day
FROM now_inside w LEFT JOIN current_patients p USING (patient_id)
LEFT JOIN drug_exposure d ON d.patient_id = w.patient_id AND d.drug_class = 'cni' AND d.on_to >= w.anchor_on
    AND d.on_from <= CAST($as_of AS DATE)
ORDER BY closes_day - today_day, w.patient_id, from_day, d.drug
