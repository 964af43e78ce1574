"""An assessment as the JSON object the command line prints."""

from __future__ import annotations

from typing import Any

from bot.entitlement.findings import Assessment, Finding
from bot.entitlement.money import baht


def as_json(answer: Assessment) -> dict[str, Any]:
    """The assessment with whole baht and ISO dates (common era); keys are those of docs/rulebook-format.md."""
    return {
        "outcome": answer.outcome.value,
        "baht": None if answer.satang is None else baht(answer.satang),
        "clause": answer.clause,
        "rulebook": answer.rulebook,
        "version": answer.version,
        "findings": [_finding(finding) for finding in answer.findings],
        "missing": list(answer.missing),
        "documents": list(answer.documents),
        "claim_until": answer.claim_until.isoformat() if answer.claim_until else None,
        "waits_until": answer.waits_until.isoformat() if answer.waits_until else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "needed": finding.needed,
        "saw": finding.saw,
        "clause": finding.clause,
    }
