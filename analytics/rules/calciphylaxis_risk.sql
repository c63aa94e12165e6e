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
WITH skin AS (
    SELECT *, coalesce(resolved_on, CAST($as_of AS DATE)) AS until_on,
        EXISTS (SELECT 1 FROM symptom_summary p WHERE p.patient_id = s.patient_id AND p.symptom = 'pain' AND p.site = s.site AND NOT p.is_none
            AND p.onset_on < coalesce(s.resolved_on, DATE '9999-12-31') AND coalesce(p.resolved_on, DATE '9999-12-31') > s.onset_on) AS pain_there
    FROM symptom_summary s WHERE s.symptom IN ('skin_plaques', 'skin_nodules', 'skin_ulcer', 'skin_necrosis')
        AND (s.lower_limb OR s.site IN ('back', 'hand', 'arm', 'chest', 'abdomen', 'breast', 'genital', 'other'))),
factors AS (
    SELECT patient_id, symptom_key, 'Ca × P ' || shown(max(p.value)) AS factor
    FROM skin s JOIN ca_p_product p USING (patient_id) CROSS JOIN limits l
    WHERE p.taken_on BETWEEN s.onset_on - l.calciphylaxis_within_days AND s.until_on + l.calciphylaxis_within_days
        AND exceeds(p.comparator, p.value, l.ca_p_critical) GROUP BY ALL
    UNION
    SELECT s.patient_id, s.symptom_key, replace(trim(f.factor), '_', ' ')
    FROM skin s JOIN current_patients c USING (patient_id), unnest(string_split(c.risk_factors, ';')) f(factor)
    WHERE trim(f.factor) IN ('diabetes', 'warfarin', 'calcium_carbonate', 'vitamin_d', 'peritoneal_dialysis', 'haemodialysis', 'obesity')
    UNION
    SELECT s.patient_id, s.symptom_key, 'dialysis' FROM skin s JOIN current_events e USING (patient_id) WHERE e.kind = 'dialysis_start'
    UNION
    SELECT s.patient_id, s.symptom_key, replace(d.drug, '_', ' ')
    FROM skin s JOIN dose_periods d USING (patient_id)
    WHERE (d.mg_per_day IS NULL OR d.mg_per_day > 0) AND d.drug IN ('warfarin', 'calcium_carbonate', 'calcitriol', 'alfacalcidol',
        'paricalcitol', 'doxercalciferol', 'calcifediol', 'cholecalciferol', 'colecalciferol', 'ergocalciferol', 'vitamin_d')
    UNION
    SELECT DISTINCT s.patient_id, s.symptom_key, 'PTH above its limit'
    FROM skin s JOIN pth_over_uln p USING (patient_id) WHERE exceeds(p.comparator, p.value, p.upper_limit)
    UNION
    SELECT DISTINCT s.patient_id, s.symptom_key, 'albumin below ' || shown(l.calciphylaxis_albumin_below)
    FROM skin s CROSS JOIN limits l JOIN current_results a ON a.patient_id = s.patient_id AND a.analyte = 'albumin'
        AND a.taken_on BETWEEN s.onset_on - l.calciphylaxis_within_days AND s.until_on + l.calciphylaxis_within_days
    WHERE falls_below(a.comparator, a.value, l.calciphylaxis_albumin_below)),
named AS (SELECT patient_id, symptom_key, string_agg(factor, ', ' ORDER BY factor) AS factors FROM factors GROUP BY ALL)
SELECT s.patient_id, s.symptom_key, s.symptom || ' ' || s.site AS symptom,
    CASE WHEN s.highest_severity > 0 OR s.pain_there THEN 'fires' ELSE 'cannot_tell' END AS answer, s.onset_on AS began_on,
    s.last_recorded_on AS latest_on, s.resolved_on AS ended_on, CASE WHEN n.factors IS NULL THEN 1 ELSE 0 END AS severity_rank,
    s.latest_severity AS value, '' AS comparator, '/10' AS unit, NULL AS threshold,
    'Painful ' || replace(s.symptom, '_', ' ') || ', ' || replace(s.site, '_', ' ') || coalesce(told_score(s), '')
        || coalesce(': ' || n.factors, ': no risk factor on record') AS why,
    [item(replace(s.symptom, '_', ' ') || ' ' || replace(s.site, '_', ' '), s.onset_on, scored(s.latest_severity, s.latest_derived), of_ten(s.latest_derived),
        CASE WHEN s.pain_there THEN 'pain on record at the same site' ELSE 'scored' END || ', last recorded ' || s.last_recorded_on),
        item('Risk factors', NULL, coalesce(n.factors, 'none on record'), '', '')] AS evidence,
    CASE WHEN s.highest_severity > 0 OR s.pain_there THEN '' ELSE 'whether the ' || replace(s.symptom, '_', ' ') || ' ('
        || replace(s.site, '_', ' ') || ') hurts is not recorded' END AS missing
FROM skin s LEFT JOIN named n USING (patient_id, symptom_key)
WHERE (NOT s.is_none OR s.pain_there) AND (s.highest_severity > 0 OR s.pain_there OR s.resolved_on IS NULL)
