"""The Naranjo scale (Clin Pharmacol Ther 1981;30:239; facts quoted from PMC5774610): ten questions, their points, bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.reaction import Answer
from analytics.texts import causality as texts
from data.errors import TroughlineError


@dataclass(frozen=True)
class Question:
    """One question with the points for yes and no; unknown is always 0."""

    number: int
    text: str
    yes: int
    no: int


QUESTIONS = (
    Question(1, texts.QUESTIONS[1], 1, 0),
    Question(2, texts.QUESTIONS[2], 2, -1),
    Question(3, texts.QUESTIONS[3], 1, 0),
    Question(4, texts.QUESTIONS[4], 2, -1),
    Question(5, texts.QUESTIONS[5], -1, 2),
    Question(6, texts.QUESTIONS[6], -1, 1),
    Question(7, texts.QUESTIONS[7], 1, 0),
    Question(8, texts.QUESTIONS[8], 1, 0),
    Question(9, texts.QUESTIONS[9], 1, 0),
    Question(10, texts.QUESTIONS[10], 1, 0),
)
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown")


def points(number: int, answer: str) -> int:
    """Points of one answer. Raises TroughlineError for an answer that is not yes, no or unknown."""
    if answer not in ANSWERS:
        raise TroughlineError(texts.NO_ANSWER.format(number=number, answer=answer))
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
