"""Words that every screen shares: names of analytes (those of drugs are in drugs.py), spans, severities, places of a symptom."""

from data.texts.analytes import ANALYTES

NAMES = ANALYTES | {
    "ca_p": "Ca × P",
    "bone_alp": "Bone ALP",
    "calcium_corrected": "Calcium, corrected",
    "ionized_calcium": "Ionized calcium",
    "calcium": "Calcium",
    "phosphorus": "Phosphorus",
    "albumin": "Albumin",
    "creatinine": "Creatinine",
    "magnesium": "Magnesium",
}
NO_NUMBER = "not on record"
THIS_DAY, ONE_DAY, DAYS = "this day", "{n} day", "{n} days"
NO_SEVERITY, MILD, MODERATE, SEVERE = "no", "mild", "moderate", "severe"
OF_TEN = "{score}/10"
ON_SIDE = {"left": "left {place}", "right": "right {place}", "both": "both {places}"}
SEVERAL = {
    "foot": "feet",
    "lower_leg": "lower legs",
    "hip": "hips",
    "leg": "legs",
    "abdomen": "abdomen",
    "chest": "chest",
}
OTHERS_SEVERAL = "{place}s"
