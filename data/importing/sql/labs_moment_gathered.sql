-- What stands beside each row, in the order of the codes.
SELECT m.at AS collected_at, m.utc AS collected_utc, m.has_time FROM labs_moment m ORDER BY m.code
