-- Draw dates and times that are not plain ISO, or that no calendar has.
SELECT code, day_text, time_text FROM labs_plain_moments p WHERE p.at IS NULL
