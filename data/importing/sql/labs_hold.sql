-- What the texts of a row's hold mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_hold AS SELECT * FROM lookup
