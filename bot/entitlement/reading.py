"""Rulebooks from YAML, in the form of docs/rulebook-format.md (domain.md 2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from bot.entitlement.book import Rulebook
from bot.entitlement.clauses import read_benefit
from bot.entitlement.faults import Faults, Node
from bot.entitlement.policies import REFUNDS, Admission, Arrears, Contribution, RefundPolicy, Rejoin, Resign
from bot.entitlement.terms import Benefit


class DatesAsText(yaml.CSafeLoader):
    """YAML whose dates stay text: an impossible day is then a fault with its place, not the end of the whole file."""


DatesAsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load(document: Mapping[Any, Any]) -> Rulebook:
    """One version from its document; raises `Faults`, each line "place: what is wrong, what to write"."""
    faults: list[str] = []
    book = _read(document, "", faults)
    if faults or book is None:
        raise Faults(faults)
    return book


def load_text(text: str) -> list[Rulebook]:
    """All versions of a YAML stream, one document each, oldest first; raises `Faults`."""
    faults: list[str] = []
    documents = [document for document in parse_yaml(text, many=True) if document is not None]
    places = [""] if len(documents) == 1 else [f"document {n}" for n in range(1, len(documents) + 1)]
    books = [_read(document, place, faults) for document, place in zip(documents, places, strict=True)]
    if not documents:
        faults.append("no rulebook in it, write one as docs/rulebook-format.md shows")
    whole = [book for book in books if book is not None]
    versions = [book.version for book in whole]
    for number in sorted({v for v in versions if versions.count(v) > 1}):
        faults.append(f"rulebook.version: version {number} is there more than once, number each version")
    if faults:
        raise Faults(faults)
    return sorted(whole, key=lambda book: book.version)


def load_file(path: str | Path) -> list[Rulebook]:
    """All versions in a file; raises `Faults`, each line beginning with the file's name."""
    path = Path(path)
    try:
        return load_text(path.read_text(encoding="utf-8"))
    except Faults as wrong:
        raise Faults(f"{path.name}: {line}" for line in wrong.lines) from None
    except OSError as wrong:
        raise Faults([f"{path}: cannot be read ({wrong.strerror}), write the path of a rulebook file"]) from None
    except UnicodeDecodeError:
        raise Faults([f"{path.name}: is not UTF-8 text, save it as UTF-8"]) from None


def parse_yaml(text: str, *, many: bool = False) -> Any:
    """What YAML holds (a list of documents with `many`); raises `Faults` with line and column."""
    try:
        if many:
            return list(yaml.load_all(text, Loader=DatesAsText))
        return yaml.load(text, Loader=DatesAsText)  # noqa: S506 - a safe loader with fewer types
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Faults([f"{where}is not YAML ({wrong.problem}), mend the line"]) from None
    except (yaml.YAMLError, ValueError) as wrong:
        raise Faults([f"is not YAML ({' '.join(str(wrong).split())})"]) from None


def _read(document: object, place: str, faults: list[str]) -> Rulebook | None:
    root = Node.wrap(document, place, faults)
    if root is None:
        return None
    before = len(faults)
    fund = root.text("fund", required=True)
    head = root.node("rulebook", required=True)
    benefits = tuple(filter(None, (read_benefit(node) for node in root.nodes("benefits", required=True))))
    parts: dict[str, Any] = {
        "contribution": _contribution(root.node("contribution")),
        "arrears": _arrears(root.node("arrears")),
        "resign": _resign(root.node("resign")),
        "rejoin": _rejoin(root.node("rejoin")),
        "admission": _admission(root.node("admission")),
    }
    root.finish()
    if head is None:
        return None
    code = head.text("code") or fund or ""
    version = head.whole("version", required=True, least=1)
    approved_by = head.text("approved_by")
    starts, ends = head.day("effective_from", required=True), head.day("effective_to")
    waiting_from = head.word("waiting_from", ("joined", "first_payment")) or "joined"
    late_claims = head.word("late_claims", ("committee", "refused")) or "committee"
    status = head.word("status", ("approved", "draft")) or "approved"
    head.finish()
    if starts and ends and ends < starts:
        head.fault("effective_to", f"{ends} is before effective_from {starts}, write a later day or null")
    _check_codes(benefits, root)
    if len(faults) > before:
        return None
    return Rulebook(
        code=code,
        fund=cast(str, fund),
        version=cast(int, version),
        approved_by=approved_by,
        effective_from=cast(date, starts),
        effective_to=ends,
        benefits=benefits,
        waiting_from=cast(Any, waiting_from),
        late_claims=cast(Any, late_claims),
        status=cast(Any, status),
        **parts,
    )


def _check_codes(benefits: tuple[Benefit, ...], root: Node) -> None:
    codes = [benefit.code for benefit in benefits]
    for place, benefit in enumerate(benefits):
        if codes.index(benefit.code) < place:
            root.fault(f"benefits[{place}].code", f'"{benefit.code}" is there twice, give each benefit its own code')
        shared = benefit.cap_year.within if benefit.cap_year else None
        for key, code in (("part_of", benefit.part_of), ("cap_year.within", shared)):
            if code is not None and code not in codes:
                root.fault(
                    f"benefits[{place}].{key}", f'no benefit has the code "{code}", write one of {", ".join(codes)}'
                )


def _contribution(node: Node | None) -> Contribution:
    if node is None:
        return Contribution()
    node.word("unit", ("baht",))
    per_day, entry_fee, due_day = node.baht("per_day"), node.baht("entry_fee"), node.whole("due_day", least=1)
    paid: dict[str, int] = {}
    for option in node.texts("options"):
        span, _, amount = option.partition("_")
        if span not in ("monthly", "yearly") or not amount.isdigit():
            node.fault("options", f'unknown option "{option}", write monthly_30 or yearly_365 with your amount in baht')
        else:
            paid[span] = int(amount) * 100
    if due_day is not None and due_day > 31:
        node.fault("due_day", f"{due_day} is no day of a month, write 1 to 31, or null for the month's last day")
    node.finish()
    monthly = paid.get("monthly", 30 * per_day if per_day else None)
    return Contribution(monthly, paid.get("yearly"), per_day, entry_fee or 0, due_day)


def _arrears(node: Node | None) -> Arrears:
    if node is None:
        return Arrears()
    months = {
        key: node.whole(key, least=1, most=1200)
        for key in ("warn_months", "suspend_months", "terminate_months", "notice_months")
    }
    read = Arrears(
        **months,
        reinstate_wait_days=node.whole("reinstate_wait_days") or 0,
        notice_days=30 if (days := node.whole("notice_days")) is None else days,
        reset_days=node.whole("reset_days", least=1),
        deduct=node.flag("deduct") or False,
        basis=cast(Any, node.word("basis", ("consecutive", "total")) or "consecutive"),
    )
    node.finish()
    return read


def _resign(node: Node | None) -> Resign:
    if node is None:
        return Resign()
    refund = cast(RefundPolicy, node.word("refund", REFUNDS, required=True) or "none")
    percent, clause = node.whole("percent"), node.text("clause")
    if (refund == "percent") != (percent is not None) or (percent or 0) > 100:
        node.fault("percent", "goes with refund: percent and is 0 to 100")
    node.finish()
    return Resign(refund, percent, clause)


def _rejoin(node: Node | None) -> Rejoin:
    if node is None:
        return Rejoin()
    flags = {key: node.flag(key) is not False for key in ("allowed", "entry_fee", "waiting_restart")}
    read = Rejoin(
        **flags,
        cooloff_days=node.whole("cooloff_days") or 0,
        cooloff_months=node.whole("cooloff_months", most=1200) or 0,
    )
    node.finish()
    return read


def _admission(node: Node | None) -> Admission:
    if node is None:
        return Admission()
    read = Admission(
        residence=node.text("residence"),
        age_min=node.years("age_min"),
        guardian_under=node.years("guardian_under"),
        documents=node.texts("documents"),
        accepted_by=node.text("accepted_by"),
        beneficiary_required=node.flag("beneficiary_required") or False,
        note=node.text("note"),
    )
    node.finish()
    return read
