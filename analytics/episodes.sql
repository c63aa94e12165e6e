-- Where the rules of one run put their stretches: found (rules on results, keys only), details (the results that an episode
-- or an answer shows) and stretches (rules on symptoms and states). repeated_hour: results of the hour that comes twice when the
-- clocks go back, which only UTC puts in order.
CREATE OR REPLACE TEMP TABLE repeated_hour AS SELECT record_id, collected_utc FROM current_results WHERE collected_utc IS NOT NULL;
CREATE OR REPLACE TEMP TABLE found (
    rule VARCHAR, patient_id INTEGER, stretch BIGINT, began_on DATE, ended_on DATE, severity_rank INTEGER, position BIGINT,
    latest_at TIMESTAMP, latest_order BIGINT, answer VARCHAR, answer_at TIMESTAMP, answer_order BIGINT);
CREATE OR REPLACE TEMP TABLE details (
    rule VARCHAR, patient_id INTEGER, judged_at TIMESTAMP, judged_order BIGINT, value DOUBLE, comparator VARCHAR, unit VARCHAR,
    threshold DOUBLE, why VARCHAR,
    evidence STRUCT(label VARCHAR, "on" VARCHAR, "value" VARCHAR, unit VARCHAR, detail VARCHAR)[], missing VARCHAR);
CREATE OR REPLACE TEMP TABLE stretches (
    rule VARCHAR, patient_id INTEGER, symptom_key VARCHAR, symptom VARCHAR, answer VARCHAR, began_on DATE, latest_on DATE,
    ended_on DATE, severity_rank INTEGER, value DOUBLE, comparator VARCHAR, unit VARCHAR, threshold DOUBLE, why VARCHAR,
    evidence STRUCT(label VARCHAR, "on" VARCHAR, "value" VARCHAR, unit VARCHAR, detail VARCHAR)[], missing VARCHAR);
