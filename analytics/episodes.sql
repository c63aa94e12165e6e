-- Where the rules of one run put their episodes and answers.
CREATE OR REPLACE TEMP TABLE episodes (
    rule VARCHAR, patient_id VARCHAR, symptom_key VARCHAR, symptom VARCHAR, began_on DATE, latest_on DATE, ended_on DATE,
    severity_rank INTEGER, value DOUBLE, comparator VARCHAR, unit VARCHAR, threshold DOUBLE, why VARCHAR,
    evidence STRUCT(label VARCHAR, "on" VARCHAR, "value" VARCHAR, unit VARCHAR, detail VARCHAR)[], missing VARCHAR,
    record_id BIGINT, position BIGINT);
CREATE OR REPLACE TEMP TABLE answers (rule VARCHAR, patient_id VARCHAR, answer VARCHAR, missing VARCHAR);
