"""How the verification form reads free words: a whole message at once, and its fields' own answers."""

from __future__ import annotations

from datetime import date, timedelta

from bot import figures
from bot.dialogs import fields
from bot.dialogs.form import Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services.funds import FundFacts
from bot.services.reviews import RESULTS
from bot.understanding import reviews as reading
from bot.understanding.amounts import read_amounts
from bot.understanding.normalise import squash, tidy
from bot.understanding.quantities import read_counts
from bot.understanding.result import Understanding

DOCUMENTS = ("bank_book", "ledger", "register", "receipts", "minutes")
ALL = "all"
SATANG = 100


def prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """Everything that the words surely say; a day behind "mend until" is not the day of the verification."""
    named = _all_named(text, scene)
    own = _own_part(text, named)
    mend = reading.behind(text, "fix_by")
    told: Values = {
        "day": fields.read_day(tidy(text)[: mend.start] if mend else text, scene),
        "result": reading.read_result(own),
        "findings": _finding(own, scene),
        "for_year": fields.year_about(text, "reviews", scene.today),
        "fund": named[0].code if named else _one_named(text, scene),
        "members": _number_behind(text, "members"),
        "balance": _money_behind(text, "balance"),
    }
    if mend is not None:
        told["fix_by"] = _until(mend.text, told["day"], scene)
    told["of"] = reading.read_how_many(text) if reading.is_about(text) else None
    told["alike"] = reading.all_alike(text) or None
    if named:
        told |= {"named": len(named), "rest": "-".join(str(fund.id) for fund in named[1:])}
    return {name: value for name, value in told.items() if value is not None}


def _finding(text: str, scene: Scene) -> str | None:
    found = reading.read_finding(text)
    return fields.neutral(found, scene) if found else None


def _all_named(text: str, scene: Scene) -> list[FundFacts]:
    """The scope's funds that a text names letter by letter, in its order, where there are several."""
    said = squash(text)
    found = [(said.find(squash(fund.tambon)), fund) for fund in scene.scope.funds if squash(fund.tambon) in said]
    return [fund for _, fund in sorted(found, key=lambda pair: pair[0])] if len(found) > 1 else []


def _own_part(text: str, named: list[FundFacts]) -> str:
    """What is told of the first of several funds, where each has a result of its own; else the whole message."""
    plain = tidy(text)
    starts = [plain.find(fund.tambon) for fund in named]
    parts = [plain[start:end] for start, end in zip(starts, [*starts[1:], len(plain)], strict=True)] if starts else []
    if -1 in starts or sum(reading.read_result(part) is not None for part in parts) < 2:
        return text
    return parts[0]


def _one_named(text: str, scene: Scene) -> str | None:
    found = fields.named_fund(text, scene.scope.funds)
    return found.code if found else None


def _number_behind(text: str, name: str) -> int | None:
    told = reading.behind(text, name)
    counts = [count for count in read_counts(told.text) if count.unit == "people"] if told else []
    return counts[0].number if counts else None


def _money_behind(text: str, name: str) -> int | None:
    told = reading.behind(text, name)
    amounts = read_amounts(told.text) if told else []
    return amounts[0].baht * SATANG if amounts else None


def _until(text: str, day: str | None, scene: Scene) -> str | None:
    """The day until which something is mended: named, or so many days from the verification."""
    found = fields.read_day(text, scene, future=True)
    days = [count.number for count in read_counts(text) if count.unit == "days"]
    start = date.fromisoformat(day) if day else scene.today
    return found or ((start + timedelta(days=days[0])).isoformat() if days else None)


def read_documents(text: str, scene: Scene) -> list[str] | None:
    """The papers that an answer names."""
    if fields.read_choice("documents", text, (ALL,)):
        return list(DOCUMENTS)
    return [code for code in DOCUMENTS if fields.read_choice("documents", text, (code,))] or None


def show_documents(value: Value, scene: Scene) -> str:
    """The papers by their names."""
    return ", ".join(scene.words(f"form.review.documents.{code}") for code in value)


def document_options(scene: Scene, values: Values) -> list[Option]:
    """Every paper, or all of them, to tap."""
    return [Option(code, scene.words(f"form.review.documents.{code}")) for code in (ALL, *DOCUMENTS)]


def take_document(value: str, scene: Scene) -> list[str] | None:
    """The papers of a tapped option."""
    return list(DOCUMENTS) if value == ALL else [value] if value in DOCUMENTS else None


def show_difference(value: Value, scene: Scene) -> str:
    """What is missing or left over, or that all agrees."""
    if not value:
        return scene.words("form.review.no_difference")
    key = "form.review.missing" if value < 0 else "form.review.surplus"
    return scene.words(key, amount=figures.baht(scene.words, abs(int(value))))


def read_result(text: str, scene: Scene) -> str | None:
    """The result that an answer says."""
    return reading.read_result(text) or fields.read_choice("review_result", text, RESULTS)
