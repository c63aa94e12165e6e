"""Words of a reaction, of what it did when a drug was cut or given again, and of the causality answers."""

PAINS, OTHER_SYMPTOM = "pain {sites}", "{symptom} {site}"
OF_TEN, FELL, FELL_OF_TEN = "{score} of 10", "{before} → {after}", "{before} → {after} of 10"
GONE, EASED, WORSE = "{site}: gone", "{site}: {scores}", "{site}: worse, {score}"
TOLD_BETTER = "{site}: told in words, no score: “{note}”"
NEW_SITE = "{site}: new, while {sites} already hurt"
NO_EASING, NO_WORSENING = "no easing on record", "no worsening on record"

NO_CUT, NO_CNI = "{drug}: neither stopped nor reduced after the onset", "no CNI"
EASED_AFTER_CUT = "{change} on {on}; {days} days later {eased}. Spontaneous recovery is common."
UNCHANGED = "{change} on {on}; unchanged after {months} months with the dose still reduced"
NOT_YET_EASED = "{change} on {on}; no easing on record, and too early to call it negative"
NOTHING_TO_REPEAT = "not done: no positive dechallenge before it"
NOT_GIVEN_AGAIN = "not done: the drug was not given again after the pain had eased"
BACK_AGAIN, WORSE_AGAIN = "given again on {given}, back on {on}", "given again on {given}; {worse}"
NOT_BACK = "given again on {given}, asked, and not back in the {days} days after"
NOT_ASKED_AGAIN = "given again on {given}, nobody asked in the {days} days after"
TOO_EARLY = "given again on {given}: too early to tell"
RESPONSE = "{change} on {on}; {days} days later {response}"
NO_RESPONSE = "no worsening after an increase and no easing after a reduction on record"

QUESTIONS = {
    1: "Are there previous conclusive reports on this reaction?",
    2: "Did the event appear after the suspected drug was given?",
    3: "Did it improve when the drug was discontinued or a specific antagonist was given?",
    4: "Did it reappear when the drug was given again?",
    5: "Are there alternative causes that could on their own have caused it?",
    6: "Did it reappear when a placebo was given?",
    7: "Was the drug found in blood in a concentration known to be toxic?",
    8: "Was it more severe when the dose was raised, or less severe when it was lowered?",
    9: "Had the patient a similar reaction to the same or a similar drug before?",
    10: "Was the event confirmed by objective evidence?",
}
"""The Naranjo scale."""
NO_ANSWER = "Naranjo question {number}: {answer!r} is no answer. Expected yes, no or unknown."

REPORTS = "CIPS is described for cyclosporine and tacrolimus since 1989"
NO_REPORTS, NO_PLACEBO = "no report on file", "no placebo given"
REDUCED_ONLY = "reduced, not stopped: belongs to question 8"
NO_DOSES = "no doses on record"
AFTER_DRUG, BEFORE_DRUG = "{drug} since {first}, onset {onset}", "onset {onset} before the first dose {first}"
ALTERNATIVE = "{explanation}: {detail}"
NO_ALTERNATIVE = "none on record; that nothing else explains it (+2) is for a person to say"
NO_LEVEL, NO_TOXIC_LIMIT = "no level on record near the onset", "no toxic limit set for this drug"
TOXIC_LEVEL, NORMAL_LEVEL = "{level} ng/mL", "{level} ng/mL; a normal level does not exclude CIPS"
EARLIER, NO_EARLIER = "{symptom} {site} after an earlier increase", "no earlier reaction on record"
NO_FINDING = "no imaging with marrow oedema on record; a raised ALP alone is not counted"

UNASSESSABLE = "no doses of a suspected drug on record"
UNLIKELY = "not on {drug} at the onset nor in the {days} days before"
POSSIBLE_OTHER = "plausible time, but another cause could explain it: {causes}"
POSSIBLE = "plausible time; what happens without the drug is not on record"
PROBABLE = "plausible time, eased after the drug was cut, no other cause on record"
CERTAIN = "plausible time, eased without the drug, back with it, objective finding, no other cause on record"
