-- title: Painful skin lesion with calciphylaxis risk
-- severity: critical; warning when neither product nor factor
-- kind: intervals
-- card: mineral
-- sentence: A painful skin lesion (plaques, nodules, ulcer, necrosis), critical with a Ca x P above 70 within 90 days or any risk factor on record.
-- why it matters: Mortality at one year was about 40 % with plaques and 67 % with ulcers; it is urgent.
-- source: Calciphylaxis teaching case (published case CALC-1); Sprague 2013 CJASN; Cucchiari (post-transplant series)
-- against: Most painful lesions are something else; female sex is named in the sources and not counted here.
-- clears: The resolution of the lesion, or a record that it does not hurt.
-- thresholds: ca_p.critical, calciphylaxis.within_days, calciphylaxis.albumin_below, pth.default_upper
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- PTH above its limit counts whenever it is on record by as_of; the 90 days are read as albumin's alone (more is safer).
-- beside: what counts while it meets the lesion's days (no days: whenever it is on record), and pain at the same site.
-- A start of dialysis on record counts; where a factor says which dialysis it is, only that one is named.
-- empty without: symptom_summary
WITH skin AS (
    SELECT * FROM symptom_summary s WHERE s.symptom IN ('skin_plaques', 'skin_nodules', 'skin_ulcer', 'skin_necrosis')
        AND (s.lower_limb OR s.site IN ('back', 'hand', 'arm', 'chest', 'abdomen', 'breast', 'genital', 'other'))),
beside AS (
    SELECT patient_id, 'pain' AS factor, onset_on + 1 AS from_on, coalesce(resolved_on - 1, DATE '9999-12-31') AS to_on, site, NULL AS value
    FROM symptom_summary WHERE symptom = 'pain' AND NOT is_none
    UNION ALL
    SELECT p.patient_id, 'Ca × P ', p.taken_on - $calciphylaxis_within_days, p.taken_on + $calciphylaxis_within_days, NULL, p.value
    FROM ca_p_product p WHERE exceeds(p.comparator, p.value, $ca_p_critical)
    UNION ALL
    SELECT a.patient_id, 'albumin below ' || shown($calciphylaxis_albumin_below), a.taken_on - $calciphylaxis_within_days,
        a.taken_on + $calciphylaxis_within_days, NULL, NULL
    FROM current_results a
    WHERE a.analyte = 'albumin' AND falls_below(a.comparator, a.value, $calciphylaxis_albumin_below)
    UNION ALL
    SELECT patient_id, replace(replace(factor, 'vitamin_d', 'vitamin D'), '_', ' '), NULL, NULL, NULL, NULL
    FROM (SELECT patient_id, trim(unnest(string_split(risk_factors, ';'))) AS factor FROM current_patients)
    WHERE factor IN ('diabetes', 'warfarin', 'calcium_carbonate', 'vitamin_d', 'peritoneal_dialysis', 'haemodialysis', 'obesity')
    UNION ALL
    SELECT patient_id, 'dialysis', NULL, NULL, NULL, NULL FROM current_events WHERE kind = 'dialysis_start'
    UNION ALL
    SELECT patient_id, replace(replace(drug, 'vitamin_d', 'vitamin D'), '_', ' '), NULL, NULL, NULL, NULL FROM dose_periods
    WHERE (mg_per_day IS NULL OR mg_per_day > 0) AND drug IN ('warfarin', 'calcium_carbonate', 'calcitriol', 'alfacalcidol',
        'paricalcitol', 'doxercalciferol', 'calcifediol', 'cholecalciferol', 'colecalciferol', 'ergocalciferol', 'vitamin_d')
    UNION ALL
    SELECT patient_id, 'PTH above its limit', NULL, NULL, NULL, NULL FROM pth_over_uln WHERE exceeds(comparator, value, upper_limit)),
factors AS (
    SELECT s.patient_id, s.symptom_key, b.factor, b.factor || coalesce(shown(max(b.value)), '') AS told,
        bool_or(b.factor IN ('peritoneal dialysis', 'haemodialysis')) OVER (PARTITION BY s.patient_id, s.symptom_key) AS which_dialysis
    FROM skin s JOIN beside b ON b.patient_id = s.patient_id
        AND (b.from_on IS NULL OR (b.from_on <= coalesce(s.resolved_on, DATE '9999-12-31') AND b.to_on >= s.onset_on))
        AND (b.site IS NULL OR b.site = s.site)
    GROUP BY s.patient_id, s.symptom_key, b.factor),
named AS (
    SELECT s.*, coalesce(n.pain_there, false) AS pain_there, n.factors FROM skin s LEFT JOIN (
        SELECT patient_id, symptom_key, bool_or(factor = 'pain') AS pain_there,
            string_agg(told, ', ' ORDER BY told) FILTER (factor <> 'pain' AND NOT (factor = 'dialysis' AND which_dialysis)) AS factors
        FROM factors GROUP BY patient_id, symptom_key) n USING (patient_id, symptom_key))
SELECT s.patient_id, s.symptom_key, s.symptom || ' ' || s.site AS symptom,
    CASE WHEN s.highest_severity > 0 OR s.pain_there THEN 'fires' ELSE 'cannot_tell' END AS answer, s.onset_on AS began_on,
    s.last_recorded_on AS latest_on, s.resolved_on AS ended_on, CASE WHEN s.factors IS NULL THEN 1 ELSE 0 END AS severity_rank,
    s.latest_severity AS value, '' AS comparator, '/10' AS unit, NULL AS threshold,
    'Painful ' || replace(s.symptom, '_', ' ') || ', ' || replace(s.site, '_', ' ') || coalesce(s.graded_told, '')
        || coalesce(': ' || s.factors, ': no risk factor on record') AS why,
    [item(replace(s.symptom, '_', ' ') || ' ' || replace(s.site, '_', ' '), s.onset_on, s.latest_told, s.latest_of_ten,
        CASE WHEN s.pain_there THEN 'pain on record at the same site' ELSE 'scored' END || ', last recorded ' || s.last_recorded_on),
        item('Risk factors', NULL, coalesce(s.factors, 'none on record'), '', '')] AS evidence,
    CASE WHEN s.highest_severity > 0 OR s.pain_there THEN '' ELSE 'whether the ' || replace(s.symptom, '_', ' ') || ' ('
        || replace(s.site, '_', ' ') || ') hurts is not recorded' END AS missing
FROM named s
WHERE (NOT s.is_none OR s.pain_there) AND (s.highest_severity > 0 OR s.pain_there OR s.resolved_on IS NULL)
