-- title: Level due after a change
-- severity: warning
-- kind: intervals
-- card: exposure
-- sentence: No level on days 3 to 10 after a CNI change (once-daily extended release: 7 to 10), or on days 1 to 4 after an interacting drug's start or stop.
-- why it matters: The dose was changed and nobody has seen what it did.
-- source: Labels and second IATDMCT consensus 2019; definitions
-- against: The level may have been drawn elsewhere; the change may have been a correction of the record.
-- clears: The first level of the drug at steady state, or the first day off it.
-- thresholds: due.change_from_days, due.change_from_days_extended, due.change_to_days, due.interaction_from_days, due.interaction_to_days
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- The change named, and counted from, is the one whose debt came first. A level is any level of the drug, whatever its timing. Debts that touch or overlap are one stretch of firing.
WITH changes AS (
    SELECT patient_id, drug, changed_on, kind, bool_or(coalesce(once_daily_extended, false)) AS extended
    FROM dose_changes WHERE drug_class = 'cni' AND kind IN ('increase', 'reduction', 'formulation', 'switch', 'restart') GROUP BY ALL),
debts AS (
    SELECT c.patient_id, c.drug, c.changed_on, c.kind, c.changed_on + $due_change_to_days + 1 AS due_on,
        c.changed_on + CASE WHEN c.extended THEN $due_change_from_days_extended ELSE $due_change_from_days END AS from_on,
        $due_change_to_days AS days
    FROM (SELECT *, lead(changed_on) OVER (PARTITION BY patient_id, drug ORDER BY changed_on) AS next_on FROM changes) c
    WHERE c.next_on IS NULL OR c.next_on > c.changed_on + $due_change_to_days
    UNION ALL
    SELECT i.patient_id, e.drug, i.changed_on, i.kind || ' of ' || replace(i.drug, '_', ' '), i.changed_on + $due_interaction_to_days + 1,
        i.changed_on + $due_interaction_from_days, $due_interaction_to_days
    FROM interaction_changes i
    JOIN drug_exposure e ON e.patient_id = i.patient_id AND e.drug_class = 'cni' AND i.changed_on BETWEEN e.on_from AND e.on_to),
owed AS (
    SELECT d.patient_id, d.drug, d.changed_on, d.kind, d.due_on, d.days, e.on_to, min(t.taken_on) AS level_on
    FROM debts d JOIN drug_exposure e ON e.patient_id = d.patient_id AND e.drug = d.drug AND d.changed_on BETWEEN e.on_from AND e.on_to
    LEFT JOIN trough t ON t.patient_id = d.patient_id AND t.drug = d.drug AND t.taken_on >= d.from_on
    WHERE d.due_on <= least(e.on_to, CAST($as_of AS DATE)) GROUP BY ALL),
stretches AS (
    SELECT *, least(level_on, on_to + 1) AS until_on FROM owed WHERE level_on IS NULL OR level_on > due_on),
marked AS (
    SELECT *, sum(CASE WHEN due_on <= reached THEN 0 ELSE 1 END) OVER (PARTITION BY patient_id ORDER BY due_on, changed_on, drug, kind) AS stretch
    FROM (SELECT *, max(until_on) OVER (PARTITION BY patient_id ORDER BY due_on, changed_on, drug, kind
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM stretches)),
merged AS (
    SELECT patient_id, began_on, until_on, first.* FROM (SELECT patient_id, min(due_on) AS began_on, max(until_on) AS until_on,
        arg_min({'changed_on': changed_on, 'drug': drug, 'kind': kind, 'days': days}, (due_on, changed_on, drug, kind)) AS first
    FROM marked GROUP BY patient_id, stretch))
SELECT patient_id, '' AS symptom_key, '' AS symptom, 'fires' AS answer, began_on, least(until_on - 1, CAST($as_of AS DATE)) AS latest_on,
    CASE WHEN until_on <= CAST($as_of AS DATE) THEN until_on END AS ended_on, 1 AS severity_rank,
    CAST(least(until_on - 1, CAST($as_of AS DATE)) - changed_on AS DOUBLE) AS value, '' AS comparator, 'days' AS unit, days AS threshold,
    'No ' || drug || ' level within ' || days || ' days of the ' || replace(kind, '_', ' ') || ' on ' || changed_on AS why,
    [item(upper(drug[1]) || drug[2:] || ' ' || replace(kind, '_', ' '), changed_on, '', '', 'level due by ' || (changed_on + days))] AS evidence,
    '' AS missing
FROM merged
