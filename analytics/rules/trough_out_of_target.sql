-- title: Tacrolimus trough out of target
-- severity: warning; critical when > 20 ng/mL or reported as < on the drug
-- kind: results
-- card: exposure
-- sentence: A tacrolimus trough is more than 25 % beyond an end of the target, or the second in a row beyond the same end; above 20 or unmeasurable fires by itself. Cyclosporine, without the 20, once it has a target.
-- why it matters: Too little risks the graft, too much the kidney and nerves.
-- source: US label (4-11 with mycophenolate and IL-2 antibody); definitions; clinic to confirm at set-up
-- against: Timing, missed doses and food explain many; in the published case pain worsened after the dose was raised.
-- clears: A trough inside the target, a first one beyond it by 25 % or less, or the first day off the drug.
-- thresholds: trough.beyond_percent, trough.toxic, target.first_low, target.first_high, target.first_months, target.later_low, target.later_high, target.cyclosporine_first_low, target.cyclosporine_first_high, target.cyclosporine_later_low, target.cyclosporine_later_high
-- without: no tacrolimus trough on the drug on record; for cyclosporine the clinic sets no target
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- Each drug has episodes of its own: a level of one neither ends nor prolongs what the other's fired on.
-- Cyclosporine is judged by the patient's own target, else by the clinic's (a high of 0: none set); without one every answer is "cannot tell".
WITH compared AS (
    SELECT t.*, falls_below(comparator, value, low) AS under, exceeds(comparator, value, high) AS over,
        falls_below(comparator, value, round(low * (1 - $trough_beyond_percent / 100.0), 6)) AS far_under,
        exceeds(comparator, value, round(high * (1 + $trough_beyond_percent / 100.0), 6)) AS far_over,
        coalesce(drug = 'tacrolimus' AND exceeds(comparator, value, $trough_toxic), false) AS toxic,
        comparator = '<' AND (drug = 'tacrolimus' OR low IS NOT NULL) AS unmeasurable,
        round(low * (1 - $trough_beyond_percent / 100.0), 6) AS far_low,
        round(high * (1 + $trough_beyond_percent / 100.0), 6) AS far_high,
        CASE drug WHEN 'cyclosporine' THEN 'Cyclosporine' ELSE 'Tacrolimus' END AS named
    FROM trough_targets t),
steady AS (
    SELECT record_id,
        lag(under) OVER w AS under_before, lag(over) OVER w AS over_before
    FROM compared
    WHERE NOT before_steady_state AND patient_id IN (SELECT patient_id FROM compared WHERE under OR over)
    -- a level before the first recorded dose counts as taken, so that dose breaks no row: only a day off does
    WINDOW w AS (PARTITION BY patient_id, drug, row_from ORDER BY collected_at, collected_utc NULLS FIRST, record_id)),
judged AS (
    SELECT c.*, s.under_before, s.over_before, toxic OR unmeasurable AS alarming,
        CASE WHEN toxic OR unmeasurable THEN true WHEN low IS NULL THEN NULL
            ELSE far_under OR far_over OR (under AND coalesce(under_before, false)) OR (over AND coalesce(over_before, false)) END AS truth
    FROM compared c LEFT JOIN steady s USING (record_id)
    WHERE toxic OR unmeasurable OR NOT before_steady_state)
SELECT patient_id, drug AS series, collected_at AS judged_at, record_id AS judged_order, answer_of(truth) AS answer,
    CASE WHEN alarming THEN 0 ELSE 1 END AS severity_rank, value, comparator, 'ng/mL' AS unit,
    CAST(CASE WHEN toxic THEN $trough_toxic WHEN comparator = '<' THEN low
        WHEN far_under THEN far_low WHEN far_over THEN far_high WHEN under THEN low ELSE high END AS DOUBLE) AS threshold,
    CASE WHEN truth THEN named || ' ' || comparator || tenths(value) || CASE WHEN comparator = '<' THEN ', unmeasurable on the drug' ELSE '' END
        || coalesce(' against ' || shown(low) || '–' || shown(high) || CASE target_source WHEN 'own' THEN ' (own target)' ELSE '' END, '')
        || CASE WHEN toxic THEN ', above ' || shown($trough_toxic)
            WHEN comparator = '<' OR far_under OR far_over THEN '' ELSE ', second in a row' END
        || coalesce(', on ' || shown(dose_mg_per_day) || ' mg/day', '') || CASE WHEN is_trough IS NULL THEN ', timing unverified' ELSE '' END END AS why,
    CASE WHEN truth THEN [item(named, taken_on, comparator || tenths(value), 'ng/mL', 'record ' || record_id
        || CASE WHEN is_trough IS NULL THEN ', timing unverified' ELSE ', trough' END || CASE WHEN before_steady_state THEN ', before steady state' ELSE '' END),
        item('Target', taken_on, coalesce(shown(low) || '–' || shown(high), 'none'), 'ng/mL', target_source)] END AS evidence,
    CASE WHEN truth IS NULL THEN CASE WHEN low IS NULL AND drug = 'cyclosporine' THEN 'no cyclosporine target: the clinic has set none, nor an own one on ' || taken_on
        WHEN low IS NULL THEN 'no target: no own one and no transplant on ' || taken_on
        ELSE 'level ' || comparator || tenths(value) || ' against the target' END END AS missing
FROM judged
UNION ALL
SELECT patient_id, drug, CAST(stretch_to + 1 AS TIMESTAMP), -1, 'clear', NULL, NULL, '', '', NULL, NULL, NULL, NULL
FROM (SELECT DISTINCT patient_id, drug, stretch_to FROM judged WHERE truth AND stretch_to < CAST($as_of AS DATE))
UNION ALL
-- a level that stands for a dose not yet recorded ends with the first recorded stop too
SELECT j.patient_id, j.drug, CAST(min(d.on_to) + 1 AS TIMESTAMP), -1, 'clear', NULL, NULL, '', '', NULL, NULL, NULL, NULL
FROM judged j JOIN drug_exposure d ON d.patient_id = j.patient_id AND d.drug = j.drug AND d.on_from > j.taken_on
WHERE j.truth AND j.stretch_from IS NULL GROUP BY j.patient_id, j.drug HAVING min(d.on_to) < CAST($as_of AS DATE)
