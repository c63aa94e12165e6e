"""What the status words of laboratories mean: OBX-11 letters, LOINC-era words, German ones."""

from __future__ import annotations

from data.texts import rows as texts

STATUSES = ("preliminary", "final", "corrected", "cancelled", "wrong_patient")
RANKS = {"preliminary": 0, "final": 1, "corrected": 2, "cancelled": 2, "wrong_patient": 2}
_WORDS = {
    "final": "f final finalized finalised complete completed verified validated approved endbefund freigegeben "
    "u final_result f-final validé valide validado released authorised authorized vidiert",
    "preliminary": "p preliminary prelim partial r s vorläufig vorlaeufig teilbefund a unverified interim",
    "corrected": "c corrected amended correction revised modified appended korrigiert korrektur",
    "cancelled": "cancelled canceled d deleted storno storniert !!storno void voided retracted",
    "wrong_patient": "w wrong_patient wrong entered-in-error entered_in_error wrong-patient",
}
_KNOWN = {word: status for status, words in _WORDS.items() for word in words.split()}
_KNOWN["wrong patient"] = "wrong_patient"
_PHRASES = {
    "final result": "final",
    "preliminary result": "preliminary",
    "edited result - final": "corrected",
    "edited": "corrected",
    "corrected result": "corrected",
    "corrected - final": "corrected",
}
_NO_RESULT = {
    "x": texts.NO_RESULT,
    "i": texts.PENDING,
    "o": texts.NOT_YET,
    "n": texts.NOT_ASKED,
    "pending": texts.PENDING,
    "registered": texts.PENDING,
    "in process": texts.PENDING,
    "folgt": texts.PENDING,
}


def status_of(text: str) -> tuple[str, str]:
    """(status, problem). An empty status is final. A word for 'no result' gives ('none', why); an unknown one ('', why)."""
    word = text.strip().casefold()
    if not word:
        return "final", ""
    word = _PHRASES.get(word, word)
    if word in _KNOWN:
        return _KNOWN[word], ""
    if word in _NO_RESULT:
        return "none", _NO_RESULT[word]
    return "", texts.STATUS.format(known=", ".join(STATUSES))
