-- Where the rules of one run put what they say: judgements (rules on results, one row a result) and stretches (rules on
-- symptoms and states, one row an episode); evidence is JSON.
CREATE OR REPLACE TEMP TYPE answer_kind AS ENUM ('cannot_tell', 'clear', 'fires');
CREATE OR REPLACE TEMP TABLE judgements (
    rule rule_name, patient_id INTEGER, series VARCHAR, judged_at TIMESTAMP, judged_order BIGINT, answer answer_kind,
    severity_rank INTEGER, value DOUBLE, comparator VARCHAR, unit VARCHAR, threshold DOUBLE, why VARCHAR,
    evidence VARCHAR, missing VARCHAR);
CREATE OR REPLACE TEMP TABLE stretches (
    rule rule_name, patient_id INTEGER, symptom_key VARCHAR, symptom VARCHAR, answer answer_kind, began_on DATE, latest_on DATE,
    ended_on DATE, severity_rank INTEGER, value DOUBLE, comparator VARCHAR, unit VARCHAR, threshold DOUBLE, why VARCHAR,
    evidence VARCHAR, missing VARCHAR);
