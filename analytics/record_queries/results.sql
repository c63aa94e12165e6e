SELECT record_id, import_id, analyte, collected_at, has_time, specimen_id, comparator, value,
    CASE analyte WHEN 'tacrolimus' THEN 'ng/mL' WHEN 'cyclosporine' THEN 'ng/mL' WHEN 'sirolimus' THEN 'ng/mL' WHEN 'everolimus' THEN 'ng/mL'
        WHEN 'calcium' THEN 'mg/dL' WHEN 'ionized_calcium' THEN 'mg/dL' WHEN 'calcium_corrected' THEN 'mg/dL' WHEN 'phosphorus' THEN 'mg/dL'
        WHEN 'ca_p_product_reported' THEN 'mg²/dL²' WHEN 'pth' THEN 'pg/mL' WHEN 'alp' THEN 'U/L' WHEN 'ggt' THEN 'U/L'
        WHEN 'albumin' THEN 'g/dL' WHEN 'creatinine' THEN 'mg/dL' WHEN 'magnesium' THEN 'mg/dL' WHEN 'vitamin_d_25oh' THEN 'ng/mL'
        WHEN 'crp' THEN 'mg/L' ELSE reported_unit END AS unit,
    reference_low, reference_high, reported_value, reported_unit, status,
    CAST((SELECT count(*) FROM scope_results s WHERE s.analyte = r.analyte AND s.collected_at = r.collected_at
        AND s.specimen_id IS NOT DISTINCT FROM r.specimen_id AND s.import_id NOT IN (SELECT import_id FROM undone)
        AND ($known_on IS NULL OR s.known_on <= CAST($known_on AS DATE))) AS INTEGER) AS versions
FROM current_results r ORDER BY collected_at, collected_utc NULLS FIRST, record_id
