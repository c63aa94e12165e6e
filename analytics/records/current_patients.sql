-- What is on record about a person; risk factors have no dates and always count.
-- empty without: scope_patients
SELECT record_id, patient_id, name, sex, birth_date, risk_factors, indication, primary_disease, clinic, consultant
FROM (
    SELECT * FROM scope_patients
    WHERE ($known_on IS NULL OR known_on <= CAST($known_on AS DATE))
    QUALIFY row_number() OVER (PARTITION BY patient_id ORDER BY record_id DESC) = 1)
WHERE NOT withdrawn
