-- What the texts of a row's person mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_person AS SELECT * FROM lookup
