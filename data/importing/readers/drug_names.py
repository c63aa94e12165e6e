"""Which drug a product's name means: Tacrolimus 1 MG Oral Capsule [Prograf] is tacrolimus."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EXTENDED = re.compile(
    r"\b(?:extended|prolonged|modified|sustained)[ -]release\b|\b24 ?hr\b|\bretard|\b(?:XL|XR|ER)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"topical|ointment|\bcream|lotion|\bgel\b|ophthalmic|\beye\b|inhal|nasal|\botic|rectal|cutaneous|salbe|creme",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Drug:
    """name: canonical, or as written when not known; local: put on skin or eye, so no exposure of the whole body."""

    name: str
    formulation: str
    local: bool

    def with_route(self, route: str) -> str:
        """The name to record: an ointment must never count as taking the drug."""
        return f"{self.name} topical" if self.local or _LOCAL.search(route) else self.name


def find_drug(written: str, said: str = "", rxnorm: str = "", atc: str = "") -> Drug:
    """written: the product's name; said: all that its concept says; rxnorm, atc: its codes, '' when none.

    A name that holds two different drugs of ours stays as written: a combination is not ours to split.
    """
    from data.importing.vocabulary import drugs

    known = drugs()
    local = bool(_LOCAL.search(said or written))
    extended = "extended_release" if _EXTENDED.search(said or written) else ""
    for code in (f"rxnorm:{rxnorm}", atc.casefold(), written.casefold().strip()):
        if code in known and code not in ("", "rxnorm:"):
            name, implied = known[code]
            return Drug(name, implied or extended, local)
    tokens = re.findall(r"[^\W_]+(?:-[^\W_]+)*", written.casefold())
    found: dict[str, str] = {}
    position = 0
    while position < len(tokens):
        for length in (3, 2, 1):
            phrase = " ".join(tokens[position : position + length])
            # one or two letters such as "p" or "az" are no evidence inside a longer name
            if phrase in known and len(phrase) > 3:
                name, implied = known[phrase]
                found[name] = found.get(name) or implied
                position += length - 1
                break
        position += 1
    if len(found) == 1:
        name, implied = found.popitem()
        return Drug(name, implied or extended, local)
    return Drug(written, extended, local)
