-- What the texts of a row's timing mean; a table, so that the planner knows its size.
CREATE OR REPLACE TEMP TABLE labs_timing AS SELECT * FROM lookup
