"""Faults of storage that an operator can mend; the message is one line and names the remedy."""

from __future__ import annotations


class StorageError(Exception):
    """Something an operator must mend: show the message alone, without a traceback, and leave with exit code 2."""


class LeaseLost(Exception):
    """Another worker took this row over after the lease ran out: roll back, whatever was done does not count."""
