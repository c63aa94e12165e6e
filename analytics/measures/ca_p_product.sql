-- measure: ca_p_product
-- what: total calcium x phosphorus of one specimen; on a day without such a specimen the one pair nearest in time
-- unit: mg2/dL2, rounded to 6 decimals · window: one calendar day, never across days · source: definitions, "Measures"
-- NULL: value cannot be told ('<' with '>'), or one side is missing that day (see missing)
WITH calcium AS (SELECT * FROM current_results WHERE analyte = 'calcium'),
phosphorus AS (SELECT * FROM current_results WHERE analyte = 'phosphorus'),
sides AS (
    SELECT coalesce(c.patient_id, p.patient_id) AS patient_id, coalesce(c.taken_on, p.taken_on) AS taken_on,
        c.collected_at AS calcium_at, p.collected_at AS phosphorus_at, c.record_id AS calcium_id, p.record_id AS phosphorus_id,
        c.value AS calcium, c.comparator AS calcium_comparator, p.value AS phosphorus, p.comparator AS phosphorus_comparator,
        c.specimen_id, coalesce(c.specimen_id = p.specimen_id, false) AS same_specimen
    FROM calcium c FULL JOIN phosphorus p ON p.patient_id = c.patient_id AND p.taken_on = c.taken_on),
pairs AS (SELECT * FROM sides WHERE calcium_id IS NOT NULL AND phosphorus_id IS NOT NULL),
-- most days have one pair; only the others are ranked
crowded AS (SELECT patient_id, taken_on FROM pairs GROUP BY patient_id, taken_on HAVING count(*) > 1),
ranked AS (
    SELECT *, bool_or(same_specimen) OVER (PARTITION BY patient_id, taken_on) AS day_has_specimen
    FROM pairs SEMI JOIN crowded USING (patient_id, taken_on)
    QUALIFY row_number() OVER (
            PARTITION BY patient_id, taken_on, CASE WHEN same_specimen THEN specimen_id END
            ORDER BY greatest(calcium_at, phosphorus_at) - least(calcium_at, phosphorus_at), greatest(calcium_at, phosphorus_at),
                calcium_id, phosphorus_id) = 1
        AND (same_specimen OR NOT day_has_specimen)),
chosen AS (SELECT * FROM pairs ANTI JOIN crowded USING (patient_id, taken_on) UNION ALL SELECT * EXCLUDE (day_has_specimen) FROM ranked)
SELECT patient_id, taken_on, greatest(calcium_at, phosphorus_at) AS judged_at, greatest(calcium_id, phosphorus_id) AS record_id, calcium_id, phosphorus_id,
    CASE WHEN same_specimen THEN specimen_id END AS specimen_id, calcium, calcium_comparator, phosphorus,
    phosphorus_comparator,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN NULL ELSE round(calcium * phosphorus, 6) END AS value,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN '' WHEN calcium_comparator = '' THEN
        phosphorus_comparator ELSE calcium_comparator END AS comparator,
    CASE WHEN calcium_comparator || phosphorus_comparator IN ('<>', '><') THEN 'comparators' ELSE '' END AS missing
FROM chosen
UNION ALL
SELECT patient_id, taken_on, max(calcium_at), max(calcium_id), max(calcium_id), NULL, NULL,
    arg_max(calcium, (calcium_at, calcium_id)), arg_max(calcium_comparator, (calcium_at, calcium_id)), NULL, '', NULL, '', 'phosphorus'
FROM sides WHERE phosphorus_id IS NULL GROUP BY patient_id, taken_on
UNION ALL
SELECT patient_id, taken_on, max(phosphorus_at), max(phosphorus_id), NULL, max(phosphorus_id), NULL, NULL, '',
    arg_max(phosphorus, (phosphorus_at, phosphorus_id)), arg_max(phosphorus_comparator, (phosphorus_at, phosphorus_id)), NULL, '', 'calcium'
FROM sides WHERE calcium_id IS NULL GROUP BY patient_id, taken_on
