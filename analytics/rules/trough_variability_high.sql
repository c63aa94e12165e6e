-- title: Troughs vary widely
-- severity: warning
-- kind: results
-- card: exposure
-- sentence: The CV of the troughs of 180 days and of their dose-corrected twin are both above 30 %, with at least 6 eligible troughs from day 90 on.
-- why it matters: High variability goes with rejection and graft loss; missed doses are the first question.
-- source: PMC6553623, PMC8514869 (thresholds 20.5-33.7 %); 30 % is conventional
-- against: Dose changes, diarrhoea and drawing times inflate it; it is no measure of one day.
-- clears: A spread of 30 % or less in either figure, or the first day off the drug.
-- thresholds: variability.over_percent, variability.at_least, variability.within_days, variability.from_day
-- without: no eligible trough yet
-- written: 2026-11-23
-- reviewed: not yet by a pharmacist
-- Without a transplant the CNI course's first day stands in for it when days are counted.
WITH judged AS (
    SELECT s.*, CASE WHEN n >= $variability_at_least THEN cv > $variability_over_percent END
            AND CASE WHEN n_c >= $variability_at_least THEN cv_c0_d > $variability_over_percent END AS truth
    FROM trough_spread s)
SELECT patient_id, '' AS series, collected_at AS judged_at, record_id AS judged_order, answer_of(truth) AS answer, 1 AS severity_rank,
    cv AS value, '' AS comparator, '%' AS unit, CAST($variability_over_percent AS DOUBLE) AS threshold,
    CASE WHEN truth THEN upper(drug[1]) || drug[2:] || ' troughs vary by ' || shown(round(cv, 1)) || ' % (n ' || n || '), dose-corrected '
        || shown(round(cv_c0_d, 1)) || ' % (n ' || n_c || ') in ' || $variability_within_days || ' days' END AS why,
    CASE WHEN truth THEN [item('CV of troughs', taken_on, shown(cv), '%', 'n ' || n), item('CV of C0/D', taken_on, shown(cv_c0_d), '%', 'n ' || n_c)] END AS evidence,
    CASE WHEN truth IS NULL THEN 'fewer than ' || $variability_at_least || ' eligible troughs from day ' || $variability_from_day || ' on: ' || n || ', with a known dose ' || n_c END AS missing
FROM judged
UNION ALL
SELECT patient_id, '', CAST(stretch_to + 1 AS TIMESTAMP), -1, 'clear', NULL, NULL, '', '', NULL, NULL, NULL, NULL
FROM (SELECT DISTINCT patient_id, stretch_to FROM judged WHERE truth AND stretch_to < CAST($as_of AS DATE))
