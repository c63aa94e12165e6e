-- measure: ca_p_product_corrected
-- what: calcium + 0.8 x (4.0 - albumin) times phosphorus, labelled "albumin-corrected"; drives no alert
-- unit: mg2/dL2 · window: albumin of the same calendar day, nearest in time · source: facts, "Corrected calcium"
-- NULL: no row without an albumin of that day, or when any of the three has a comparator; only products above the watch limit
SELECT p.patient_id, p.taken_on, p.judged_at, p.record_id AS product_id, a.value AS albumin,
    round(round(p.calcium + 0.8 * (4.0 - a.value), 6) * p.phosphorus, 6) AS corrected_product
FROM ca_p_product p
JOIN current_results a ON a.patient_id = p.patient_id AND a.taken_on = p.taken_on AND a.analyte = 'albumin'
WHERE p.comparator = '' AND a.comparator = '' AND p.value > $ca_p_watch
QUALIFY row_number() OVER (PARTITION BY p.patient_id, p.taken_on, p.record_id
    ORDER BY abs(date_diff('second', p.judged_at, a.collected_at)), a.collected_at, a.record_id) = 1
