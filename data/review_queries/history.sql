-- Everything done about one patient, undone or not, newest first.
SELECT * FROM review_log WHERE patient_id = $patient_id ORDER BY entry_id DESC
