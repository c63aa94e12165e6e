-- A row that cannot be read waits (24) only where it may say something new of a result that stands: one on record, or further
-- up in this file. Any other is rejected (11). Choice: '12,2 (korr.)' or a correction to 'haemolysed' may not leave the older
-- value standing unmarked; 'pending' and the like, in a row that corrects nothing, say nothing new and never get 24.
UPDATE labs_judged SET verdict = 11
WHERE verdict = 24 AND identity NOT IN (SELECT identity FROM labs_live)
  AND NOT EXISTS (FROM labs_judged j WHERE j.verdict = 0 AND j.identity = labs_judged.identity AND j.seq < labs_judged.seq)
