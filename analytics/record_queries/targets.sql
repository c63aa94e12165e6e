SELECT patient_id, drug, low, high, from_on, until_on FROM current_targets ORDER BY drug, from_on
