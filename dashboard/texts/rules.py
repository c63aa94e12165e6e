"""Texts of the page Rules and evidence."""

TITLE = "Rules and evidence"
LEAD = (
    "Every rule with its reason, its source, what speaks against it and what clears it, and every limit with its unit "
    "and source. A rule displays what is on record; it is for review by qualified clinicians and never says what dose "
    "to give."
)
RULES = "Rules"
LIMITS = "Limits, windows, targets, intervals"
LIMITS_LEAD = (
    "Defaults, each with its source. The clinic changes them in a settings.toml beside the store; "
    "`troughline replay --settings FILE` compares the alerts before and after without changing anything."
)
CHANGED_HERE = "set by this clinic"
SEARCH = "Filter"
SEARCH_PLACEHOLDER = "a word of the rule, such as phosphorus"
NONE = "No rule contains this word."
FIRES = "fires"
CANNOT_TELL = "cannot tell"
CLEAR = "clear"
CARDS = {"bone_pain": "Bone pain", "exposure": "Exposure", "mineral": "Mineral", "none": "States and data"}
WHY = "Why it matters"
AGAINST = "What speaks against it"
CLEARS = "What clears it"
SOURCE = "Source"
LIMIT = "Limits"
WRITTEN = "Written {written}, reviewed {reviewed}"
COUNTS = "Patients on {day}"
