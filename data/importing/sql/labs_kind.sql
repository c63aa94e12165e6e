-- What the texts of a row mean that a file has few combinations of: test, unit, reference range, status, timing, hold.
CREATE OR REPLACE TEMP TABLE labs_kind AS
SELECT k.code,
    t.test, t.code_text, t.unit, trim(t.test) = '' AND trim(t.code_text) = '' AS has_no_test,
    t.analyte, t.factor, t.outcome AS test_outcome, t.column_name AS test_column, t.reason AS test_reason,
    k.unit_doubt, k.meant_factor, t.low AS plausible_low, t.high AS plausible_high, t.our_unit,
    CASE WHEN k.unit_doubt = '' THEN round(x.low * t.factor, 6) END AS reference_low, -- a range of another unit is no limit
    CASE WHEN k.unit_doubt = '' THEN round(x.high * t.factor, 6) END AS reference_high,
    x.text AS reference_text, x.readable AS reference_is_readable,
    s.text AS status_text, s.status, s.rank, s.withdraws, s.problem AS status_problem,
    g.text AS timing_text, coalesce(g.timing, nullif(t.timing, '')) AS timing, g.problem AS timing_problem,
    h.text AS hold_text
FROM kinds k
JOIN labs_what t ON t.code = k.what
JOIN labs_reference x ON x.code = k.reference
JOIN labs_status s ON s.code = k.status
JOIN labs_timing g ON g.code = k.timing
JOIN labs_hold h ON h.code = k.hold
