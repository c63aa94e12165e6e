-- What is on record. Every table is append-only: a correction is a new row, an undo is a new row.
-- "known_on" is the day from which the clinic could know a row: the later of its import day and its reported
-- (results) or recorded (symptoms) day; after a historical load the reported, else the clinical day.
-- Of rows with the same identity the latest counts; how, per table, stands beside it.

CREATE TABLE clinic (           -- facts of this store: time_zone, simulated (true/false), last_day (simulated clinic)
    key VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE changes (          -- one row per committed transaction; the newest change_id is the store's version
    change_id BIGINT PRIMARY KEY,
    changed_at TIMESTAMP NOT NULL,      -- UTC
    changed_by VARCHAR NOT NULL,
    what VARCHAR NOT NULL               -- without patient values
);

CREATE TABLE imports (
    import_id INTEGER PRIMARY KEY,
    kind VARCHAR NOT NULL,              -- patients, targets, transplants, labs, doses, symptoms, events
    source VARCHAR NOT NULL,            -- file, entry (typed on a page), settled (set-aside rows), demo
    file_name VARCHAR,
    sha256 VARCHAR,
    imported_at TIMESTAMP NOT NULL,     -- UTC
    imported_on DATE NOT NULL,          -- clinic day
    imported_by VARCHAR NOT NULL,
    backfill BOOLEAN NOT NULL,
    mapping VARCHAR,                    -- JSON
    account VARCHAR                     -- JSON: rows, stored, duplicate, superseding, set_aside, rejected, not_monitored
);

CREATE TABLE import_undos (
    import_id INTEGER NOT NULL,
    undone_at TIMESTAMP NOT NULL,       -- UTC
    undone_on DATE NOT NULL,            -- clinic day; "as known on" an earlier day the import still stands
    undone_by VARCHAR NOT NULL
);

CREATE SEQUENCE record_ids;             -- one order of import across all record tables

CREATE TABLE results (
    -- identity: patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
    -- versions: highest status (preliminary < final < corrected = cancelled = wrong_patient), then latest
    -- coalesce(reported_at, collected_at), then highest record_id; cancelled and wrong_patient withdraw
    -- Compression of texts is named: to try every kind takes a fifth of a large import. A store made before keeps its own.
    record_id BIGINT NOT NULL,
    import_id INTEGER NOT NULL,
    source_row INTEGER,
    known_on DATE NOT NULL,
    patient_id VARCHAR NOT NULL USING COMPRESSION dictionary,
    analyte VARCHAR NOT NULL USING COMPRESSION dictionary,
    collected_at TIMESTAMP NOT NULL,    -- clinic time; midnight when has_time is false
    collected_utc TIMESTAMP,            -- only when the file gave an offset (tells the two 01:30s apart)
    has_time BOOLEAN NOT NULL,
    specimen_id VARCHAR USING COMPRESSION dictionary,
    day_value VARCHAR USING COMPRESSION dictionary,         -- date without time and specimen: comparator and value; else NULL
    comparator VARCHAR NOT NULL USING COMPRESSION dictionary, -- '', '<' or '>'
    value DOUBLE,                       -- canonical unit, rounded to 6 decimals; NULL only on a withdrawal
    reference_low DOUBLE,               -- canonical
    reference_high DOUBLE,              -- canonical
    reported_value VARCHAR NOT NULL USING COMPRESSION uncompressed,
    reported_unit VARCHAR NOT NULL USING COMPRESSION dictionary,
    reported_reference VARCHAR USING COMPRESSION dictionary,
    status VARCHAR NOT NULL USING COMPRESSION dictionary,   -- preliminary, final, corrected, cancelled, wrong_patient
    reported_at TIMESTAMP,
    timing VARCHAR USING COMPRESSION dictionary,            -- trough, peak, random
    last_dose_at TIMESTAMP,             -- clinic time
    last_dose_utc TIMESTAMP,
    comment VARCHAR USING COMPRESSION dictionary
);

CREATE TABLE patients (                 -- identity: patient_id
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL,
    name VARCHAR, sex VARCHAR, birth_date DATE,
    risk_factors VARCHAR,               -- ';'-separated, sorted
    indication VARCHAR, primary_disease VARCHAR, clinic VARCHAR, consultant VARCHAR
);

CREATE TABLE transplants (              -- identity: patient_id, transplanted_on
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL, transplanted_on DATE NOT NULL,
    organ VARCHAR, donor VARCHAR, graft_number INTEGER, failed_on DATE
);

CREATE TABLE doses (                    -- identity: patient_id, drug, formulation, route, started_on
    -- a later import's rows replace the earlier rows of that key as a set; rows of one import add up
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL, drug VARCHAR NOT NULL,     -- canonical drug name
    formulation VARCHAR, route VARCHAR,
    started_on DATE NOT NULL, stopped_on DATE,              -- last day on which it was taken
    dose_mg DOUBLE,                     -- one dose; NULL: amount unknown
    doses_per_week DOUBLE,              -- once_daily 7, twice_daily 14, weekly 1, every_other_day 3.5; NULL: unknown
    frequency VARCHAR, reported_dose VARCHAR, reason VARCHAR
);

CREATE TABLE symptoms (                 -- identity: patient_id, symptom, site, onset_on, recorded_on (one follow-up)
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL, symptom VARCHAR NOT NULL, site VARCHAR NOT NULL, onset_on DATE NOT NULL,
    recorded_on DATE,
    side VARCHAR, severity DOUBLE,      -- 0-10
    severity_derived BOOLEAN NOT NULL DEFAULT false,        -- from a word: none 0, mild 2, moderate 5, severe 8
    walking VARCHAR, resolved_on DATE, worse_with VARCHAR, relieved_by VARCHAR, signs VARCHAR,
    date_precision VARCHAR, told_by VARCHAR, note VARCHAR
);

CREATE TABLE events (                   -- identity: patient_id, kind, happened_on, title
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, happened_on DATE NOT NULL,
    title VARCHAR, detail VARCHAR, date_precision VARCHAR
);

CREATE TABLE targets (                  -- identity: patient_id, drug, from_on
    record_id BIGINT NOT NULL, import_id INTEGER NOT NULL, source_row INTEGER, known_on DATE NOT NULL,
    withdrawn BOOLEAN NOT NULL DEFAULT false,
    patient_id VARCHAR NOT NULL, drug VARCHAR NOT NULL, low DOUBLE NOT NULL, high DOUBLE NOT NULL, -- ng/mL
    from_on DATE NOT NULL, until_on DATE
);

CREATE TABLE case_studies (             -- published cases that stand apart from the clinic and open on a day of their own
    patient_id VARCHAR PRIMARY KEY, opens_on DATE NOT NULL, title VARCHAR NOT NULL, document VARCHAR NOT NULL
);
