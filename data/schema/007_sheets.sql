-- On which sheet of a workbook a row stands that waits for a person: NULL for other files, and for rows kept before.

ALTER TABLE set_aside ADD COLUMN sheet VARCHAR;
