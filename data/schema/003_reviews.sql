-- What people did about alerts and patients. Append-only: nothing here is changed or deleted, an undo is a new row.
-- "acted_on" is the clinic day on which it was done (a list drawn for an earlier day does not know it yet),
-- "acted_at" the moment in UTC, "acted_by" the name the browser gave.

CREATE SEQUENCE review_ids;             -- one order across everything in this file

CREATE TABLE alert_actions (
    entry_id BIGINT PRIMARY KEY,
    action VARCHAR NOT NULL,            -- acknowledge, snooze, dismiss, assign
    -- the episode: patient, rule, symptom, began_on and the order among episodes of one day
    patient_id VARCHAR NOT NULL, rule VARCHAR NOT NULL, symptom VARCHAR NOT NULL DEFAULT '',
    began_on DATE NOT NULL, sequence INTEGER NOT NULL DEFAULT 1,
    -- the episode as the person saw it: what a later correction or rise is told from
    severity VARCHAR NOT NULL, latest_on DATE, value DOUBLE, comparator VARCHAR NOT NULL DEFAULT '', unit VARCHAR,
    evidence VARCHAR,                   -- JSON as shown
    reason VARCHAR NOT NULL DEFAULT '', -- comment of an acknowledgement, reason of a snooze or a dismissal
    until_on DATE,                      -- last day of a snooze
    assigned_to VARCHAR,
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE TABLE decisions (
    entry_id BIGINT PRIMARY KEY,
    patient_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL, owner VARCHAR NOT NULL DEFAULT '', due_on DATE, note VARCHAR NOT NULL DEFAULT '',
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE TABLE decision_outcomes (        -- the latest one that stands counts
    entry_id BIGINT PRIMARY KEY,
    decision_id BIGINT NOT NULL,
    outcome VARCHAR NOT NULL,           -- done, not_done, dropped
    note VARCHAR NOT NULL DEFAULT '',
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE TABLE reviewed_marks (           -- somebody has looked at this patient
    entry_id BIGINT PRIMARY KEY,
    patient_id VARCHAR NOT NULL, note VARCHAR NOT NULL DEFAULT '',
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE TABLE meetings (                 -- a weekly review that was finished
    entry_id BIGINT PRIMARY KEY,
    since_on DATE NOT NULL,             -- the meeting before it, or the day from which "new" was counted
    note VARCHAR NOT NULL DEFAULT '',   -- who was there
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE TABLE review_undos (             -- takes one entry of the tables above back; once
    entry_id BIGINT PRIMARY KEY,
    acted_on DATE NOT NULL, acted_at TIMESTAMP NOT NULL, acted_by VARCHAR NOT NULL
);

CREATE VIEW review_log AS               -- everything in the order in which it was done, undone or not
    SELECT e.*, u.acted_on AS undone_on, u.acted_at AS undone_at, u.acted_by AS undone_by
    FROM (
        SELECT entry_id, action AS kind, patient_id, rule, symptom, began_on, reason AS text, assigned_to AS owner,
               until_on AS day, acted_on, acted_at, acted_by FROM alert_actions
        UNION ALL
        SELECT entry_id, 'decision', patient_id, NULL, NULL, NULL, concat_ws(': ', decision, nullif(note, '')), owner,
               due_on, acted_on, acted_at, acted_by FROM decisions
        UNION ALL
        SELECT o.entry_id, 'outcome', d.patient_id, NULL, NULL, NULL,
               concat_ws(': ', d.decision || ' ' || replace(o.outcome, '_', ' '), nullif(o.note, '')), d.owner,
               d.due_on, o.acted_on, o.acted_at, o.acted_by
        FROM decision_outcomes o JOIN decisions d ON d.entry_id = o.decision_id
        UNION ALL
        SELECT entry_id, 'reviewed', patient_id, NULL, NULL, NULL, note, NULL, NULL, acted_on, acted_at, acted_by
        FROM reviewed_marks
        UNION ALL
        SELECT entry_id, 'meeting', NULL, NULL, NULL, NULL, note, NULL, since_on, acted_on, acted_at, acted_by FROM meetings
    ) e LEFT JOIN review_undos u USING (entry_id);
