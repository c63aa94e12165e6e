-- What the clinic's settings file held before and after each time it was kept from the dashboard. Append-only: taking one back
-- is a new row that holds the same two texts the other way round. NULL: there was no file.

CREATE TABLE settings_kept (
    entry_id INTEGER PRIMARY KEY,
    before_text VARCHAR,
    after_text VARCHAR,
    summary VARCHAR NOT NULL,           -- ca_p.critical 70 → 65, …
    undoes INTEGER,                     -- the entry that this one takes back
    kept_on DATE NOT NULL,              -- clinic day
    kept_at TIMESTAMP NOT NULL,         -- UTC
    kept_by VARCHAR NOT NULL            -- the name the browser gave
);
