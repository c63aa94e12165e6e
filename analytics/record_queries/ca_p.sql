SELECT p.patient_id, p.taken_on, p.judged_at AS collected_at, p.calcium AS calcium_mg_dl, p.calcium_comparator,
    p.phosphorus AS phosphorus_mg_dl, p.phosphorus_comparator, p.comparator, p.value, p.missing, p.specimen_id, c.corrected_product
FROM ca_p_product p LEFT JOIN ca_p_product_corrected c ON c.product_id = p.record_id AND c.taken_on = p.taken_on
ORDER BY p.judged_at, p.record_id
