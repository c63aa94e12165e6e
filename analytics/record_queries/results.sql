SELECT r.patient_id, record_id, o.import_id, r.analyte, r.collected_at, r.has_time, r.specimen_id, r.comparator, r.value,
    CASE r.analyte WHEN 'tacrolimus' THEN 'ng/mL' WHEN 'cyclosporine' THEN 'ng/mL' WHEN 'sirolimus' THEN 'ng/mL' WHEN 'everolimus' THEN 'ng/mL'
        WHEN 'calcium' THEN 'mg/dL' WHEN 'ionized_calcium' THEN 'mg/dL' WHEN 'calcium_corrected' THEN 'mg/dL' WHEN 'phosphorus' THEN 'mg/dL'
        WHEN 'ca_p_product_reported' THEN 'mg²/dL²' WHEN 'pth' THEN 'pg/mL' WHEN 'alp' THEN 'U/L' WHEN 'ggt' THEN 'U/L'
        WHEN 'albumin' THEN 'g/dL' WHEN 'creatinine' THEN 'mg/dL' WHEN 'magnesium' THEN 'mg/dL' WHEN 'vitamin_d_25oh' THEN 'ng/mL'
        WHEN 'crp' THEN 'mg/L' ELSE o.reported_unit END AS unit,
    o.reference_low, r.reference_high, o.reported_value, o.reported_unit, o.status,
    CAST((SELECT count(*) FROM scope_results s WHERE s.patient_id = r.patient_id AND s.analyte = r.analyte AND s.collected_at = r.collected_at
        AND s.specimen_id IS NOT DISTINCT FROM r.specimen_id
        AND ($known_on IS NULL OR s.known_on <= CAST($known_on AS DATE))) AS INTEGER) AS versions
FROM current_results r JOIN scope_results o USING (record_id)
ORDER BY r.collected_at, r.collected_utc NULLS FIRST, record_id
