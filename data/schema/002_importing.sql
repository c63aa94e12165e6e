-- Rows that wait for a person, what was decided about them, and what the clinic taught the importer. Append-only.

CREATE SEQUENCE set_aside_ids;

CREATE TABLE set_aside (                -- a row that a person can settle: unit, identity, look-alike
    set_aside_id BIGINT PRIMARY KEY,
    import_id INTEGER NOT NULL,         -- of an undone import: waits no longer
    kind VARCHAR NOT NULL,
    source_row INTEGER,
    column_name VARCHAR NOT NULL,       -- native field that needs the decision
    reported VARCHAR NOT NULL,          -- its text
    reason VARCHAR NOT NULL,
    patient_id VARCHAR,                 -- as written in the row
    analyte VARCHAR,                    -- when recognised
    collected_at TIMESTAMP,
    cells VARCHAR NOT NULL              -- JSON: native field -> text as read; the same cells again are no second entry
);

CREATE TABLE settlements (              -- one decision per set-aside row; the newest counts
    set_aside_id BIGINT NOT NULL,
    decision VARCHAR NOT NULL,          -- JSON: field -> text that the person gave, or {"discard": reason}
    import_id INTEGER,                  -- the import that the decision made; NULL when discarded
    settled_at TIMESTAMP NOT NULL,      -- UTC
    settled_by VARCHAR NOT NULL
);

CREATE TABLE remembered_mappings (      -- a confirmed reading, for files with the same header; the newest counts
    fingerprint VARCHAR NOT NULL,       -- SHA-256 of the header
    kind VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,           -- JSON: field -> header
    date_order VARCHAR,                 -- dmy, mdy, ymd
    decimal_sign VARCHAR,               -- '.' or ','
    encoding VARCHAR,
    confirmed_at TIMESTAMP NOT NULL,    -- UTC
    confirmed_by VARCHAR NOT NULL
);

CREATE TABLE taught_tests (             -- the clinic's own names of tests; the newest counts, analyte NULL forgets
    name VARCHAR NOT NULL,
    analyte VARCHAR,
    taught_at TIMESTAMP NOT NULL,       -- UTC
    taught_by VARCHAR NOT NULL
);
