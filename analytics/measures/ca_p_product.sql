-- measure: ca_p_product
-- what: total calcium x phosphorus of one specimen; on a day without such a specimen the one pair nearest in time
-- unit: mg2/dL2, rounded to 6 decimals · window: one calendar day, never across days · source: definitions, "Measures"
-- NULL: value cannot be told ('<' with '>'), or one side is missing that day (see missing)
WITH calcium AS (SELECT * FROM current_results WHERE analyte = 'calcium'),
phosphorus AS (SELECT * FROM current_results WHERE analyte = 'phosphorus'),
pairs AS (
    SELECT c.patient_id, c.taken_on, greatest(c.collected_at, p.collected_at) AS judged_at,
        least(c.collected_at, p.collected_at) AS earlier_at,
        c.record_id AS calcium_id, p.record_id AS phosphorus_id,
        c.value AS calcium, c.comparator AS calcium_comparator, p.value AS phosphorus, p.comparator AS phosphorus_comparator,
        c.specimen_id, coalesce(c.specimen_id = p.specimen_id, false) AS same_specimen
    FROM calcium c JOIN phosphorus p ON p.patient_id = c.patient_id AND p.taken_on = c.taken_on),
-- most days have one pair; only the others are ranked
crowded AS (SELECT patient_id, taken_on FROM pairs GROUP BY patient_id, taken_on HAVING count(*) > 1),
ranked AS (
    SELECT *, bool_or(same_specimen) OVER (PARTITION BY patient_id, taken_on) AS day_has_specimen
    FROM pairs SEMI JOIN crowded USING (patient_id, taken_on)
    QUALIFY row_number() OVER (
            PARTITION BY patient_id, taken_on, CASE WHEN same_specimen THEN specimen_id END
            ORDER BY judged_at - earlier_at, judged_at, calcium_id, phosphorus_id) = 1
        AND (same_specimen OR NOT day_has_specimen)),
chosen AS (SELECT * FROM pairs ANTI JOIN crowded USING (patient_id, taken_on) UNION ALL SELECT * EXCLUDE (day_has_specimen) FROM ranked)
SELECT patient_id, taken_on, judged_at, greatest(calcium_id, phosphorus_id) AS record_id, calcium_id, phosphorus_id,
    CASE WHEN same_specimen THEN specimen_id END AS specimen_id, calcium, calcium_comparator, phosphorus,
    phosphorus_comparator,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN NULL ELSE round(calcium * phosphorus, 6) END AS value,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN '' WHEN calcium_comparator = '' THEN
        phosphorus_comparator ELSE calcium_comparator END AS comparator,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN 'comparators' ELSE '' END AS missing
FROM chosen
UNION ALL
SELECT patient_id, taken_on, max(collected_at), max(record_id), max(record_id), NULL, NULL,
    arg_max(value, (collected_at, record_id)), arg_max(comparator, (collected_at, record_id)), NULL, '', NULL, '', 'phosphorus'
FROM calcium c ANTI JOIN phosphorus p USING (patient_id, taken_on) GROUP BY patient_id, taken_on
UNION ALL
SELECT patient_id, taken_on, max(collected_at), max(record_id), NULL, max(record_id), NULL, NULL, '',
    arg_max(value, (collected_at, record_id)), arg_max(comparator, (collected_at, record_id)), NULL, '', 'calcium'
FROM phosphorus p ANTI JOIN calcium c USING (patient_id, taken_on) GROUP BY patient_id, taken_on
