-- What one rule on results said (as told), kept of the patients of whom it said anything but clear; of the others one row
-- without a moment says that it was clear.
SELECT $rule AS rule, * REPLACE (CAST(to_json(evidence) AS VARCHAR) AS evidence)
FROM told SEMI JOIN (SELECT patient_id FROM told WHERE answer <> 'clear') USING (patient_id)
UNION ALL BY NAME
SELECT $rule AS rule, patient_id, 'clear' AS answer FROM told GROUP BY patient_id HAVING bool_and(told.answer = 'clear')
