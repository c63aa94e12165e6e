-- measure: alp_baseline
-- what: the patient's own ALP: median of the 180 days before the anchor, else of the anchor day to day 21
-- unit: U/L, rounded to 6 decimals · source: definitions · NULL: no row without such a result; '<' and '>' stay out
SELECT patient_id, anchor_on, round(coalesce(median(CASE WHEN taken_on < anchor_on THEN value END),
    median(CASE WHEN taken_on >= anchor_on THEN value END)), 6) AS baseline
FROM cips_anchors w JOIN alp_over_uln a USING (patient_id)
WHERE a.comparator = '' AND a.taken_on BETWEEN w.anchor_on - $alp_baseline_before_days AND w.anchor_on + $alp_baseline_after_days
GROUP BY patient_id, anchor_on
