-- Signed causality assessments. Append-only: an edited assessment is a new row, a withdrawal is a new row.
-- Of one (patient, drug, symptom) the newest that is not withdrawn counts.

CREATE SEQUENCE assessment_ids;

CREATE TABLE causality_assessments (
    assessment_id BIGINT PRIMARY KEY,
    patient_id VARCHAR NOT NULL, drug VARCHAR NOT NULL, symptom_key VARCHAR NOT NULL,
    reaction VARCHAR NOT NULL,          -- as shown: pain ankle, knee, foot
    onset_on DATE NOT NULL,
    as_of DATE NOT NULL,                -- the day up to which the record was read
    answers VARCHAR NOT NULL,           -- JSON list of {number, answer, offered, reason}; ten entries
    score INTEGER NOT NULL, band VARCHAR NOT NULL,          -- Naranjo
    who_umc VARCHAR NOT NULL,           -- certain, probable, possible, unlikely, conditional, unassessable
    who_umc_offered VARCHAR NOT NULL,
    who_umc_reason VARCHAR NOT NULL,
    comment VARCHAR NOT NULL DEFAULT '',
    signed_by VARCHAR NOT NULL,         -- the name the browser gave
    signed_on DATE NOT NULL,            -- clinic day
    signed_at TIMESTAMP NOT NULL        -- UTC
);

CREATE TABLE causality_withdrawals (
    assessment_id BIGINT PRIMARY KEY,
    reason VARCHAR NOT NULL,
    withdrawn_by VARCHAR NOT NULL, withdrawn_on DATE NOT NULL, withdrawn_at TIMESTAMP NOT NULL
);
