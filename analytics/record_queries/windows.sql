SELECT patient_id, opens_on, closes_on, anchor, anchor_on FROM windows ORDER BY opens_on
