-- The newest confirmed reading of files with this header.
SELECT mapping, date_order, decimal_sign, encoding FROM remembered_mappings
WHERE fingerprint = $fingerprint ORDER BY confirmed_at DESC, rowid DESC LIMIT 1
