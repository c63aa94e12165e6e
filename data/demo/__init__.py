"""The demonstration: three published cases and a simulated clinic."""

from data.demo.build import build

__all__ = ["build"]
