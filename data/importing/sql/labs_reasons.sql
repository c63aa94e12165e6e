-- What is wrong with dates and times of this file, by number; 0 is nothing.
CREATE OR REPLACE TEMP TABLE labs_reasons AS SELECT * FROM lookup
