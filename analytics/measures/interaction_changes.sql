-- measure: interaction_changes
-- what: start or stop of a drug that raises or lowers CNI levels, on a day on a CNI: events of that kind, and dose rows
-- of drugs marked interacting (the stop is the first day without it) · source: definitions, "Changes" · NULL: never
SELECT DISTINCT i.patient_id, i.drug, i.changed_on, i.kind
FROM (
    SELECT patient_id, lower(coalesce(title, 'interacting drug')) AS drug, happened_on AS changed_on,
        replace(kind, 'interacting_drug', 'interacting') AS kind
    FROM current_events WHERE kind IN ('interacting_drug_start', 'interacting_drug_stop')
    UNION ALL
    SELECT patient_id, drug, on_from, 'interacting_start' FROM drug_exposure WHERE interacting <> ''
    UNION ALL
    SELECT patient_id, drug, on_to + 1, 'interacting_stop' FROM drug_exposure
    WHERE interacting <> '' AND on_to < CAST($as_of AS DATE)) i
JOIN cni_exposure c ON c.patient_id = i.patient_id AND i.changed_on BETWEEN c.on_from AND c.on_to
