SELECT patient_id, transplanted_on, organ, donor, graft_number, failed_on FROM current_transplants ORDER BY transplanted_on, record_id
