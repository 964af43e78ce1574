"""What reading one message gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OUT_OF_SCOPE = "out_of_scope"
"""The intent of a rejected message."""


@dataclass(frozen=True)
class Understanding:
    """One message as understood.

    `intent` is a name of docs/understanding.md, `out_of_scope` when rejected; `confidence` and `in_domain` lie in
    0..1 (`in_domain` is the gate for groups); `slots` are JSON-ready values (dates ISO common era, `year` Buddhist
    era, money whole baht); `crisis` is decided before any intent; `text` is the normalised message.
    """

    intent: str
    confidence: float
    in_domain: float
    slots: Mapping[str, object] = field(default_factory=dict)
    alternatives: tuple[tuple[str, float], ...] = ()
    crisis: bool = False
    text: str = ""
