-- Small functions of the rules, made as temp macros on the runner's cursor.

-- Three-valued "value > limit": a '<' result is below a limit at or above its number, a '>' result above a limit
-- at or below it; otherwise NULL (cannot tell).
CREATE OR REPLACE TEMP MACRO exceeds(comparator, number, bound) AS
    CASE comparator WHEN '' THEN number > bound
        WHEN '<' THEN CASE WHEN number <= bound THEN false END
        WHEN '>' THEN CASE WHEN number >= bound THEN true END END;

-- Three-valued "value < limit", the mirror image.
CREATE OR REPLACE TEMP MACRO falls_below(comparator, number, bound) AS
    CASE comparator WHEN '' THEN number < bound
        WHEN '<' THEN CASE WHEN number <= bound THEN true END
        WHEN '>' THEN CASE WHEN number >= bound THEN false END END;

CREATE OR REPLACE TEMP MACRO answer_of(truth) AS
    CASE WHEN truth IS NULL THEN 'cannot_tell' WHEN truth THEN 'fires' ELSE 'clear' END;

-- A number as a person writes it: at most two decimals, none for whole numbers.
CREATE OR REPLACE TEMP MACRO shown(number) AS format('{:.15g}', round(CAST(number AS DOUBLE), 2));

-- A level or a mineral as a laboratory writes it: at most two decimals, one even when it is 0.
CREATE OR REPLACE TEMP MACRO tenths(number) AS CAST(round(CAST(number AS DOUBLE), 2) AS VARCHAR);

-- A PTH and its limit in a sentence: whole from 100 on, else one decimal. What was compared stands in the numbers.
CREATE OR REPLACE TEMP MACRO brief(number) AS
    shown(CASE WHEN number >= 100 THEN round(number, 0) ELSE round(number, 1) END);

CREATE OR REPLACE TEMP MACRO item(label, happened, written, unit, detail) AS
    {'label': label, 'on': CAST(happened AS VARCHAR), 'value': written, 'unit': unit, 'detail': detail};

CREATE OR REPLACE TEMP MACRO is_lower_limb(site) AS
    site IN ('foot', 'heel', 'ankle', 'lower_leg', 'knee', 'thigh', 'hip', 'leg');

-- What is missing where the exposure is unknown until a day (measure undosed).
CREATE OR REPLACE TEMP MACRO no_doses(dosed, until_on) AS CASE WHEN NOT dosed THEN 'no doses on record' ELSE 'no CNI doses on record'
    || CASE WHEN until_on < DATE '9999-12-31' THEN ' before ' || until_on ELSE '' END END;

CREATE OR REPLACE TEMP MACRO plus_months(day, months) AS CAST(day + to_months(months) AS DATE);

-- 'Both feet', 'Left foot', 'Foot (side not recorded)': where it hurts, as a person says it.
CREATE OR REPLACE TEMP MACRO plural(site) AS CASE site WHEN 'foot' THEN 'feet' WHEN 'lower_leg' THEN 'lower legs'
    WHEN 'thigh' THEN 'thighs' ELSE site || 's' END;
CREATE OR REPLACE TEMP MACRO where_it_hurts(site, both_sides, sides, a_side) AS
    CASE WHEN both_sides OR sides > 1 THEN 'Both ' || plural(site)
        WHEN sides = 1 THEN upper(a_side[1]) || a_side[2:] || ' ' || replace(site, '_', ' ')
        ELSE upper(site[1]) || replace(site[2:], '_', ' ') || ' (side not recorded)' END;
-- The word when a word was recorded and the number is only our reading of it; else the number. In a sentence ' 7/10' or ', moderate'.
CREATE OR REPLACE TEMP MACRO scored(score, derived) AS CASE WHEN score IS NULL THEN NULL WHEN NOT derived THEN shown(score)
    WHEN score = 0 THEN 'none' WHEN score <= 3 THEN 'mild' WHEN score <= 6 THEN 'moderate' ELSE 'severe' END;
CREATE OR REPLACE TEMP MACRO of_ten(derived) AS CASE WHEN derived THEN '' ELSE '/10' END;
CREATE OR REPLACE TEMP MACRO graded(score, derived) AS CASE WHEN derived THEN ', ' ELSE ' ' END || scored(score, derived) || of_ten(derived);
CREATE OR REPLACE TEMP MACRO how_bad(told, walking_impaired) AS
    coalesce(told, ', not scored') || CASE WHEN walking_impaired THEN ', walking impaired' ELSE '' END;
CREATE OR REPLACE TEMP MACRO lowered(severity_rank, anchor) AS
    CASE WHEN anchor = 'cni_start' THEN least(severity_rank + 1, 3) ELSE severity_rank END;
