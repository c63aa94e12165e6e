-- Distinct draw dates and times; at where the text is plain ISO and a day of the calendar.
CREATE OR REPLACE TEMP TABLE labs_plain_moments AS
SELECT code, day_text, time_text,
    CASE WHEN time_text = '' AND day_text >= '1880' AND
        regexp_full_match(day_text, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?')
        THEN try_cast(day_text AS TIMESTAMP) END AS at
FROM moment_texts
