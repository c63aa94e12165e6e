-- Who asks for attention in a registry, one row a patient, in the order of the weekly list as far as alerts alone tell it:
-- horizon, minor below, new first, more cards, id. Asking holds the open critical and warning alerts; horizon, card and rank
-- of a rule are those of the clinic's list (analytics/review_order.py). $sites, $rules: empty lists stand for all.
WITH chosen AS (
    SELECT * FROM asking
    WHERE (len($sites) = 0 OR list_contains($sites, site)) AND (len($severities) = 0 OR list_contains($severities, severity))),
people AS (
    SELECT patient_id, any_value(site) AS site, min(horizon) AS horizon,
        count(*) = 1 AND bool_and(minor) AS minor,
        bool_or(began_on > CAST($as_of AS DATE) - 7) AS fresh,
        count(DISTINCT card) AS cards, count(*) AS alerts, list_distinct(list(rule)) AS rules,
        arg_min({'severity': severity, 'rule': rule, 'card': card, 'why': why, 'began_on': began_on, 'latest_on': latest_on},
            (horizon, severity <> 'critical', rank, began_on, symptom, sequence)) AS lead
    FROM chosen GROUP BY patient_id)
SELECT patient_id, site, horizon, fresh, cards, alerts, lead.severity AS severity, lead.rule AS rule, lead.card AS card,
    lead.why AS why, lead.began_on AS began_on, lead.latest_on AS latest_on,
    count(*) OVER () AS patients, count(*) OVER (PARTITION BY horizon) AS of_horizon
FROM people
WHERE (len($rules) = 0 OR list_has_any(rules, $rules)) AND (NOT $only_new OR fresh)
ORDER BY horizon, minor, NOT fresh, cards DESC, patient_id
LIMIT $most OFFSET $from
