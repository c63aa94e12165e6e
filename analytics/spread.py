"""Coefficient of variation with its 95 % interval (modified McKay, Vangel 1996), free of the order of its values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """SD (n-1) ÷ mean × 100 of n values; low and high bound it at 95 % (high is inf when it has no bound)."""

    n: int
    percent: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread | None:
    """None for fewer than 2 values or a mean that is not above 0."""
    n = len(values)
    mean = math.fsum(values) / n if n else 0.0
    if n < 2 or mean <= 0:
        return None
    ratio = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1)) / mean
    low, high = (_bound(ratio, n, chi_square_quantile(p, n - 1)) for p in (0.975, 0.025))
    return Spread(
        n, round(ratio * 100, 6), round(low * 100, 6), round(high * 100, 6) if math.isfinite(high) else high
    )


def _bound(ratio: float, n: int, u: float) -> float:
    under = ((u + 2) / n - 1) * ratio**2 + u / (n - 1)
    return ratio / math.sqrt(under) if under > 0 else math.inf


def chi_square_quantile(p: float, freedom: int) -> float:
    """The value below which a chi-square variable with so many degrees of freedom lies with probability p."""
    low, high = 0.0, freedom + 60.0 + 10 * math.sqrt(2.0 * freedom)
    for _ in range(200):
        middle = (low + high) / 2
        if _lower_gamma(freedom / 2, middle / 2) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _lower_gamma(a: float, x: float) -> float:
    # regularised lower incomplete gamma by its series, which converges for every x used here
    if x <= 0:
        return 0.0
    term = total = 1 / a
    step = a
    while term > total * 1e-16:
        step += 1
        term *= x / step
        total += term
    return min(1.0, total * math.exp(-x + a * math.log(x) - math.lgamma(a)))
