-- What the texts of a row's what mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_what AS SELECT * FROM lookup
