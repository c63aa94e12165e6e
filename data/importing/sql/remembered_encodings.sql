-- The encoding that was confirmed last for each header, where one was.
SELECT fingerprint, arg_max(encoding, confirmed_at) FROM remembered_mappings GROUP BY fingerprint HAVING arg_max(encoding, confirmed_at) IS NOT NULL
