"""Whether a fund can ask for matching: each line is shown, and it is said that the province decides (domain.md 3.4)."""

from __future__ import annotations

from datetime import timedelta

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.dialogs.own_fund import spoken_fund
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.services import entitlements, funds, matching, reviews, submissions
from bot.services.fiscal import reported_year
from bot.services.funds import FundFacts
from bot.services.matching import Check
from bot.services.submissions import ANNUAL_REPORT

INTENT = "matching.check"
MOST_FUNDS = 30
FRESH = timedelta(days=60)
"""So old may the status form's figures be (domain.md 3.4, checklist)."""


async def handle(turn: Turn) -> Reply:
    """One fund's check, or all funds of the area with how many members each lacks."""
    seen = await seeing.where(turn)
    if isinstance(seen, Reply):
        return seen
    every = await funds.all_funds(turn.session)
    code = str(turn.slots.get("fund", ""))
    named = seen.scope.fund_by_code(code) or spoken_fund(turn.incoming.text, every)
    if named is not None and seen.scope.fund(named.id) is None:
        return say(turn.words("own_fund.elsewhere"))
    only = named or (seen.scope.funds[0] if len(seen.scope.funds) == 1 else None)
    if only is not None:
        return Reply((await _card(turn, only),))
    return await _overview(turn, seen)


async def _overview(turn: Turn, seen: seeing.Seen) -> Reply:
    words = turn.words
    checks = [await matching.check(turn.session, fund, turn.today) for fund in seen.scope.funds[:MOST_FUNDS]]
    rows = tuple(Row(_short(turn, one), one.fund.tambon, share=_share(one)) for one in checks)
    card = Card(words("matching.title_all", place=seen.name), "", (Section(rows),), words("matching.foot"))
    taps = tuple(
        Choice(one.fund.tambon, Press(pack("ask", INTENT, fund=one.fund.code), said=one.fund.tambon))
        for one in checks[:8]
    )
    return Reply((card,), taps)


async def _card(turn: Turn, fund: FundFacts) -> Card:
    words, found = turn.words, await matching.check(turn.session, fund, turn.today)
    sections = [
        Section(tuple(_members(turn, found)), words("matching.head.members")),
        Section(tuple(_request(turn, found)), words("matching.head.request")),
    ]
    if found.parties:
        rows = tuple(_party(turn, told) for told in found.parties)
        sections.append(Section(rows, words("matching.head.parties")))
    sections.append(Section(await _papers(turn, fund), words("matching.head.papers")))
    tone = "good" if found.gap == 0 else "warn" if found.gap else "calm"
    foot = words("matching.foot_dated", day=figures.day(words, turn.today))
    return Card(words("matching.title", fund=fund.name), _short(turn, found), tuple(sections), foot, tone=tone)  # type: ignore[arg-type]


def _short(turn: Turn, found: Check) -> str:
    """The one line: reached, how many are lacking, or what is not known."""
    words = turn.words
    if found.rule is None:
        return words("matching.no_rule")
    if found.rule.mode != "increment":
        return words("matching.no_increment")
    if found.gap is None:
        return words("matching.unknown")
    return words("matching.reached") if found.gap == 0 else words("matching.lacking", n=f"{found.gap:,}")


def _share(found: Check) -> float | None:
    if found.rule is None or found.increase is None or found.rule.threshold <= 0:
        return None
    return max(0.0, min(1.0, found.increase.net / found.rule.threshold))


def _members(turn: Turn, found: Check) -> list[Row]:
    words, increase = turn.words, found.increase
    now = words("matching.unknown_figure")
    if found.members is not None:
        day = figures.day(words, found.fund.figures_as_of) if found.fund.figures_as_of else words("matching.no_day")
        now = words("matching.people_on", n=f"{found.members:,}", day=day)
    rows = [Row(now, words("matching.row.now"))]
    if increase is None:
        rows.append(Row(words("matching.unknown_figure"), words("matching.row.then")))
        return rows
    rows.append(
        Row(words("matching.people_year", n=f"{increase.then:,}", year=increase.year), words("matching.row.then"))
    )
    rows.append(Row(words("matching.people_more", n=f"{increase.net:+,}"), words("matching.row.net")))
    joined = words("matching.unknown_figure") if increase.joined is None else f"{increase.joined:,}"
    rows.append(Row(joined, words("matching.row.gross")))
    if found.rule is not None and found.rule.mode == "increment":
        basis = words.of("matching.basis", found.rule.basis)
        rows.append(
            Row(words("matching.threshold", n=f"{found.rule.threshold:,}", basis=basis), words("matching.row.rule"))
        )
    return rows


def _request(turn: Turn, found: Check) -> list[Row]:
    words = turn.words
    label = words("matching.row.full", day=figures.day(words, found.counted_on))
    if found.eligible is None or found.request_satang is None:
        told = words("matching.register_short", lines=f"{found.lines:,}", all=f"{found.members or 0:,}")
        return [Row(told, label), Row(words("matching.unknown_figure"), words("matching.row.sum"))]
    per_head = found.request_satang // found.eligible if found.eligible else matching.PER_HEAD_SATANG
    reckoned = words(
        "matching.reckoned",
        n=f"{found.eligible:,}",
        rate=figures.number(per_head),
        sum=figures.baht(words, found.request_satang),
    )
    rounds = found.rule.most_rounds if found.rule else 3
    return [
        Row(words("matching.people", n=f"{found.eligible:,}"), label),
        Row(reckoned, words("matching.row.sum"), strong=True),
        Row(words("matching.rounds_unknown", n=rounds), faint=True),
    ]


def _party(turn: Turn, told: matching.Told) -> Row:
    words = turn.words
    text = words.of("form.matching.outcome", told.outcome)
    if told.satang is not None:
        text += f" {figures.baht(words, told.satang)}"
    if told.reason:
        text += f" ({told.reason})"
    return Row(
        text, words("matching.party_year", party=words.of("form.matching.party", told.party), year=told.for_year)
    )


async def _papers(turn: Turn, fund: FundFacts) -> tuple[Row, ...]:
    """The checklist as far as the house can see it; what it cannot see is left for people to tick."""
    words, year = turn.words, reported_year(turn.today)
    sent = await submissions.sent(turn.session, fund.id, ANNUAL_REPORT, year)
    stood = (await reviews.standing(turn.session, [fund.id], year)).get(fund.id)
    fresh = fund.figures_as_of is not None and turn.today - fund.figures_as_of <= FRESH
    book = await entitlements.rulebook_on(turn.session, fund.id, turn.today)
    seen = {
        "figures": fresh,
        "report": sent is not None,
        "review": stood is not None and stood.result == "passed",
        "rulebook": book is not None,
    }
    rows = [
        Row(words("matching.ok" if done else "matching.not_yet"), words.of("matching.paper", name))
        for name, done in seen.items()
    ]
    rows.append(Row(words("matching.by_hand"), words("matching.paper.others"), faint=True))
    return tuple(rows)
