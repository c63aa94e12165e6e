-- What labs_on_record found; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_live AS SELECT * FROM lookup
