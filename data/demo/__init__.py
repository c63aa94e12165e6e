"""The demonstration: three published cases and a simulated clinic."""

from data.demo.loading import build

__all__ = ["build"]
