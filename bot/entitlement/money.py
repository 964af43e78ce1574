"""Satang inside, baht outside."""

from __future__ import annotations


def baht(satang: int) -> int | float:
    """Whole baht as an integer; a float only where satang are left over."""
    return satang // 100 if satang % 100 == 0 else satang / 100
