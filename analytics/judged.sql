-- What one rule on results said (as told). Of a patient for whom it fired everything is kept; for whom it only could not
-- tell, the last of it; of the others one row without a moment says that it was clear.
, patients AS (
    SELECT patient_id, bool_or(answer = 'fires') AS fired, bool_and(answer = 'clear') AS calm,
        max(judged_at) FILTER (judged_order >= 0) AS last_at
    FROM told GROUP BY patient_id)
SELECT $rule AS rule, told.* REPLACE (CAST(to_json(evidence) AS VARCHAR) AS evidence)
FROM told JOIN patients USING (patient_id) WHERE fired OR NOT calm AND judged_at >= last_at
UNION ALL BY NAME
SELECT $rule AS rule, patient_id, 'clear' AS answer FROM patients WHERE calm
