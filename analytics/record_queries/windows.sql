SELECT patient_id, opens_on, closes_on, anchor, anchor_on FROM windows WHERE opens_on <= closes_on ORDER BY opens_on
