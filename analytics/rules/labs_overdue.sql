-- title: Laboratory overdue
-- severity: watch
-- kind: intervals
-- card: none
-- sentence: No calcium with phosphorus, no CNI level while on one, or no PTH with ALP within the interval for the time since transplant.
-- why it matters: What is not measured cannot raise an alert.
-- source: KDIGO 2017 chapter 5; intervals to be confirmed by the clinic at set-up
-- against: Results from elsewhere may not have been imported.
-- clears: The missing laboratory.
-- thresholds: overdue.early_mineral_days, overdue.early_level_days, overdue.early_pth_days, overdue.middle_mineral_days, overdue.middle_level_days, overdue.middle_pth_days, overdue.later_mineral_days, overdue.later_level_days, overdue.later_pth_days
-- without: clear
-- written: 2026-11-22
-- reviewed: not yet by a pharmacist
-- The value is counted from the transplant (or course) that the first overdue day belongs to. "With" means on the same calendar day. An anniversary counts as reached. Without a transplant only days on a CNI owe.
-- part: 0 a CNI level, 1 calcium with phosphorus, 2 PTH with ALP.
WITH anchors AS (
    SELECT t.patient_id, t.transplanted_on AS anchor_on, coalesce(t.next_on - 1, CAST($as_of AS DATE)) AS to_on,
        least(t.failed_on, min(e.happened_on)) AS failed_on
    FROM current_transplants t LEFT JOIN current_events e ON e.patient_id = t.patient_id AND e.kind = 'graft_failure'
        AND e.happened_on >= t.transplanted_on
    GROUP BY t.patient_id, t.transplanted_on, t.next_on, t.failed_on
    UNION ALL
    SELECT c.patient_id, c.course_from, least(c.course_to, f.first_graft - 1, CAST($as_of AS DATE)), c.course_from  -- as if failed: owes on a CNI only
    FROM (SELECT DISTINCT patient_id, course_from, course_to FROM cni_exposure) c
    LEFT JOIN (SELECT patient_id, min(transplanted_on) AS first_graft FROM current_transplants GROUP BY 1) f USING (patient_id)
    WHERE f.first_graft IS NULL OR c.course_from < f.first_graft),
times AS (
    SELECT a.*, plus_months(anchor_on, $overdue_early_months) AS middle_on, plus_months(anchor_on, $overdue_middle_months) AS later_on
    FROM anchors a),
intervals AS (
    SELECT unnest([0, 0, 0, 1, 1, 1, 2, 2, 2]) AS part, unnest([0, 1, 2, 0, 1, 2, 0, 1, 2]) AS band, unnest([
        $overdue_early_level_days, $overdue_middle_level_days, $overdue_later_level_days, $overdue_early_mineral_days,
        $overdue_middle_mineral_days, $overdue_later_mineral_days, $overdue_early_pth_days, $overdue_middle_pth_days,
        $overdue_later_pth_days]) AS days),
bands AS (
    SELECT * EXCLUDE (ends_on) REPLACE (least(to_on, ends_on) AS to_on) FROM (
        SELECT t.patient_id, t.anchor_on, t.failed_on, i.part, i.days, t.to_on,
            CASE i.band WHEN 0 THEN t.anchor_on WHEN 1 THEN greatest(t.anchor_on, t.middle_on) ELSE greatest(t.anchor_on, t.later_on) END AS from_on,
            CASE i.band WHEN 0 THEN t.middle_on - 1 WHEN 1 THEN t.later_on - 1 ELSE DATE '9999-12-31' END AS ends_on
        FROM times t CROSS JOIN intervals i)
    WHERE from_on <= least(to_on, ends_on)),
owing AS (
    -- a working graft owes minerals and PTH on every day; levels, and everything after a failure, only on a CNI
    SELECT patient_id, anchor_on, part, days, from_on, least(to_on, failed_on - 1) AS to_on FROM bands
    WHERE part <> 0 AND from_on <= least(to_on, failed_on - 1)
    UNION ALL
    SELECT b.patient_id, b.anchor_on, b.part, b.days, greatest(b.from_on, c.on_from, CASE WHEN b.part <> 0 THEN b.failed_on ELSE b.from_on END),
        least(b.to_on, c.on_to)
    FROM bands b JOIN cni_exposure c ON c.patient_id = b.patient_id AND c.on_from <= b.to_on AND c.on_to >= b.from_on
    WHERE (b.part = 0 OR b.failed_on IS NOT NULL)
        AND greatest(b.from_on, c.on_from, CASE WHEN b.part <> 0 THEN b.failed_on ELSE b.from_on END) <= least(b.to_on, c.on_to)),
drawn AS (
    SELECT patient_id, 0 AS part, taken_on FROM trough
    UNION ALL SELECT patient_id, 1, taken_on FROM ca_p_product WHERE missing NOT IN ('phosphorus', 'calcium')
    UNION ALL SELECT p.patient_id, 2, p.taken_on FROM pth_over_uln p SEMI JOIN alp_over_uln a USING (patient_id, taken_on)),
days_drawn AS (SELECT patient_id, part, list_sort(list(taken_on)) AS days FROM drawn GROUP BY patient_id, part),
resets AS (
    -- a gap no longer than every interval of the part owes nothing; two results of one day are a gap of 0
    SELECT patient_id, part, counted_from, next_on, DATE '0001-01-01' AS for_anchor
    FROM (SELECT patient_id, part, unnest(days) AS counted_from, unnest(days[2:]) AS next_on FROM days_drawn)
    WHERE next_on IS NULL OR next_on - counted_from > CASE part
        WHEN 0 THEN least($overdue_early_level_days, $overdue_middle_level_days, $overdue_later_level_days)
        WHEN 1 THEN least($overdue_early_mineral_days, $overdue_middle_mineral_days, $overdue_later_mineral_days)
        ELSE least($overdue_early_pth_days, $overdue_middle_pth_days, $overdue_later_pth_days) END
    UNION ALL
    SELECT a.patient_id, u.part, a.anchor_on, d.first_on, a.anchor_on
    FROM anchors a CROSS JOIN (VALUES (0), (1), (2)) u(part)
    LEFT JOIN (SELECT patient_id, part, days[1] AS first_on FROM days_drawn) d ON d.patient_id = a.patient_id AND d.part = u.part
    WHERE d.first_on IS NULL OR d.first_on > a.anchor_on),
late AS (
    SELECT o.patient_id, o.anchor_on, o.part, o.days, r.counted_from, greatest(o.from_on, r.counted_from + o.days + 1) AS from_on, least(o.to_on, r.next_on - 1) AS to_on
    FROM owing o JOIN resets r ON r.patient_id = o.patient_id AND r.part = o.part AND (r.for_anchor = DATE '0001-01-01' OR r.for_anchor = o.anchor_on)
    WHERE greatest(o.from_on, r.counted_from + o.days + 1) <= least(o.to_on, r.next_on - 1)),
marked AS (
    -- several from one day: the same stretch, in whatever order
    SELECT *, sum(CASE WHEN from_on <= reached + 1 THEN 0 ELSE 1 END) OVER (PARTITION BY patient_id ORDER BY from_on) AS stretch
    FROM (SELECT *, max(to_on) OVER (PARTITION BY patient_id ORDER BY from_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM late)),
merged AS (
    SELECT patient_id, began_on, latest_on, anchor_on, last.* FROM (
        SELECT patient_id, min(from_on) AS began_on, max(to_on) AS latest_on, arg_min(anchor_on, (from_on, anchor_on)) AS anchor_on,
            arg_max({'part': part, 'days': days, 'counted_from': counted_from}, (to_on, to_on - counted_from - days, part)) AS last
        FROM marked GROUP BY patient_id, stretch))
SELECT patient_id, '' AS symptom_key, '' AS symptom, 'fires' AS answer, began_on, latest_on,
    CASE WHEN latest_on < CAST($as_of AS DATE) THEN latest_on + 1 END AS ended_on, 2 AS severity_rank,
    CAST(latest_on - anchor_on AS DOUBLE) AS value, '' AS comparator, 'days' AS unit, days AS threshold,
    'No ' || CASE part WHEN 0 THEN 'CNI level' WHEN 1 THEN 'calcium with phosphorus' ELSE 'PTH with ALP' END || ' for '
        || (latest_on - counted_from) || ' days (interval ' || days || ' days)'
        || CASE WHEN latest_on - counted_from >= 3 * days THEN ': ' || (latest_on - counted_from) // days || ' times the interval'
            WHEN latest_on - counted_from >= 2 * days THEN ': twice the interval' ELSE '' END AS why,
    [item(CASE part WHEN 0 THEN 'CNI level' WHEN 1 THEN 'Calcium with phosphorus' ELSE 'PTH with ALP' END, counted_from, '', '', 'counted from this day')] AS evidence,
    '' AS missing
FROM merged
