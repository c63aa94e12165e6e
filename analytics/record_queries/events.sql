SELECT patient_id, kind, happened_on, title, detail, date_precision FROM current_events ORDER BY happened_on, record_id
