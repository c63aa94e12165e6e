-- What was read of each row, before it is judged; a table, because a join with Arrow rows takes one processor only.
CREATE OR REPLACE TEMP TABLE labs_codes AS SELECT * FROM lookup
