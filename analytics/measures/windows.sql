-- measure: windows
-- what: the CIPS window of each transplant and course that has one (day 21 to month 14)
-- unit: days, both ends in · source: CIPS case report (published case CIPS-1); definitions, "The CIPS window" · NULL: never
SELECT * FROM cips_anchors WHERE opens_on <= closes_on
