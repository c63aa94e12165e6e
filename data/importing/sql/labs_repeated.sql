-- Results that this file names more than once: looked at one by one.
CREATE OR REPLACE TEMP TABLE labs_repeated AS SELECT * FROM lookup
