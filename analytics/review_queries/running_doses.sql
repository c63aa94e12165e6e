-- CNI and mTOR inhibitors taken on as_of, strongest class first. mg_per_day NULL: unknown amount.
SELECT patient_id, drug, drug_class, min(formulation) AS formulation,
    CASE WHEN count(mg_per_day) = count(*) THEN round(fsum(mg_per_day), 6) END AS mg_per_day
FROM dose_periods
WHERE drug_class IN ('cni', 'mtor') AND first_on <= CAST($as_of AS DATE)
    AND coalesce(last_on >= CAST($as_of AS DATE), true) AND coalesce(mg_per_day > 0, true)
GROUP BY patient_id, drug, drug_class
ORDER BY patient_id, drug_class, drug
