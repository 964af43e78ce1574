"""A rulebook's document as cells of the workbook: to begin the next version from the one in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.exchange.lexicon import Heading, book_words, common
from bot.exchange.rulebook_fields import BENEFIT, HEAD, STEP, Field
from bot.understanding.years import BUDDHIST_LEAD

Cells = dict[str, str]


def filled(document: Mapping[str, Any]) -> dict[str, list[Cells]]:
    """The rows of each sheet for `templates.write_template`; `document` as docs/rulebook-format.md has it."""
    head = {**document, "contribution": _contribution(document.get("contribution") or {})}
    benefits = [_benefit(each) for each in document["benefits"]]
    steps = [
        {**step, "benefit": benefit["code"]}
        for benefit in document["benefits"]
        for step in benefit["amount"].get("steps", ())
    ]
    words = book_words("rulebook")
    return {
        "head": [_cells(head, HEAD, words["head"].columns)],
        "benefits": [_cells(each, BENEFIT, words["benefits"].columns) for each in benefits],
        "steps": [_cells(each, STEP, words["steps"].columns) for each in steps],
    }


def _contribution(given: Mapping[str, Any]) -> dict[str, Any]:
    options = dict(option.split("_") for option in given.get("options", ()))
    return {**given, **options}


def _benefit(given: Mapping[str, Any]) -> dict[str, Any]:
    """The benefit with what the format writes in two ways written in one."""
    made = dict(given)
    if "claim_window_days" in made:
        made["claim_window"] = {"days": made.pop("claim_window_days")}
    if exclusions := made.pop("exclusions", None):
        made["exclusions"] = {"within_years": exclusions[0].get("within_years")}
        made["causes"] = [each["cause"] for each in exclusions]
    return made


def _cells(document: Mapping[str, Any], fields: Sequence[Field], headings: Mapping[str, Heading]) -> Cells:
    found = {}
    for each in fields:
        path = "causes" if each.key == "exclusion" else each.path
        value: Any = document
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if value is not None:
            found[each.key] = _written(each, value, headings[each.key])
    return found


def _written(each: Field, value: Any, heading: Heading) -> str:
    match each.form:
        case "choice":
            return heading.label(str(value))
        case "choices" | "texts":
            several = [value] if isinstance(value, str) else value
            return ", ".join(heading.label(str(one)) for one in several)
        case "yes":
            return str(common()["affirm" if value else "deny"][0])
        case "day":
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
            return f"{day.day}/{day.month}/{day.year + BUDDHIST_LEAD}"
        case "month_day":
            month, day_of_month = str(value).split("-")
            return f"{int(day_of_month)}/{int(month)}"
    return str(value)
