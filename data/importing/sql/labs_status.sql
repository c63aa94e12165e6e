-- What the texts of a row's status mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_status AS SELECT * FROM lookup
