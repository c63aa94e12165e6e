-- The import that stands for one thing done by hand.
INSERT INTO imports VALUES ($id, $kind, 'entry', $file, NULL, $at, $on, $who, false, NULL, NULL)
