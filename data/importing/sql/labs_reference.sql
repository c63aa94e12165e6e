-- What the texts of a row's reference mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_reference AS SELECT * FROM lookup
