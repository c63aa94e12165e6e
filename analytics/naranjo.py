"""The Naranjo scale (Clin Pharmacol Ther 1981;30:239; facts quoted from PMC5774610): ten questions, their points, bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.reaction import Answer
from data.errors import TroughlineError


@dataclass(frozen=True)
class Question:
    """One question with the points for yes and no; unknown is always 0."""

    number: int
    text: str
    yes: int
    no: int


QUESTIONS = (
    Question(1, "Are there previous conclusive reports on this reaction?", 1, 0),
    Question(2, "Did the event appear after the suspected drug was given?", 2, -1),
    Question(3, "Did it improve when the drug was discontinued or a specific antagonist was given?", 1, 0),
    Question(4, "Did it reappear when the drug was given again?", 2, -1),
    Question(5, "Are there alternative causes that could on their own have caused it?", -1, 2),
    Question(6, "Did it reappear when a placebo was given?", -1, 1),
    Question(7, "Was the drug found in blood in a concentration known to be toxic?", 1, 0),
    Question(8, "Was it more severe when the dose was raised, or less severe when it was lowered?", 1, 0),
    Question(9, "Had the patient a similar reaction to the same or a similar drug before?", 1, 0),
    Question(10, "Was the event confirmed by objective evidence?", 1, 0),
)
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown")


def points(number: int, answer: str) -> int:
    """Points of one answer. Raises TroughlineError for an answer that is not yes, no or unknown."""
    if answer not in ANSWERS:
        raise TroughlineError(
            f"Naranjo question {number}: {answer!r} is no answer. Expected yes, no or unknown."
        )
    question = QUESTIONS[number - 1]
    return question.yes if answer == "yes" else question.no if answer == "no" else 0


def score(answers: Mapping[int, str]) -> int:
    """The sum over questions 1-10; one that is missing counts as unknown. Range -4 to 13."""
    return sum(points(question.number, answers.get(question.number, "unknown")) for question in QUESTIONS)


def band(total: int) -> str:
    """>= 9 definite, 5-8 probable, 1-4 possible, <= 0 doubtful."""
    return (
        "definite" if total >= 9 else "probable" if total >= 5 else "possible" if total >= 1 else "doubtful"
    )
