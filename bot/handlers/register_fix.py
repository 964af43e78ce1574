"""An officer corrects a stale register line in the 1:1 chat: read back, saved on his word, audited."""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, Press, Reply, pack, say
from bot.entitlement.facts import ArrearsPaid
from bot.entitlement.standing import Standing, standing
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.naming import first_name
from bot.services import entitlements, register, register_writing
from bot.understanding.register_orders import PaidTo, read_paid_to
from storage.models import Member

INTENT = "register.fix"
ASK = "register"
"""What the officer's tap answers: yes; late (paid on time, the register was behind); now (paid today); no."""
GONE = frozenset({"resigned", "dead", "ended"})


async def order(turn: Turn) -> Reply | None:
    """The read-back of a correction; None where the message is none. Others are told who can do this."""
    found = read_paid_to(turn.incoming.text, turn.today)
    if found is None:
        return None
    if turn.in_group:
        return private.only_private(turn, "register.private", turn.words("private.my_list"))
    if not turn.speaker.officer_of or turn.speaker.person_id is None:
        return say(turn.words("register.officers_only"))
    member = await register.by_number(turn.session, turn.speaker.officer_of, found.number)
    if member is None:
        return say(turn.words("register.not_ours", number=found.number.upper()))
    if member.status in GONE:
        return say(turn.words("register.member_gone", number=member.number))
    return await _read_back(turn, member, _month(found, member))


def _month(found: PaidTo, member: Member) -> str:
    """The month meant: one told without a year is the first that does not lie before what is written already."""
    if found.year_said or member.paid_to is None or found.month >= member.paid_to:
        return found.month
    return f"{int(found.month[:4]) + 1}{found.month[4:]}"


async def _read_back(turn: Turn, member: Member, month: str) -> Reply:
    words = turn.words
    if month == member.paid_to:
        return say(words("register.same", number=member.number, month=figures.month(words, month)))
    before = figures.month(words, member.paid_to) if member.paid_to else words("register.unknown")
    lines = [
        words(
            "register.read_back",
            number=member.number,
            name=first_name(member.name),
            before=before,
            after=figures.month(words, month),
        )
    ]
    where = await _standing(turn, member)
    taps = ["yes", "no"]
    if month > (member.paid_to or "") and where is not None and where.state == "suspended":
        lines.append(words("register.when"))
        taps = ["late", "now", "no"]
    turn.ask(INTENT, {"member_id": member.id, "month": month, "taps": ",".join(taps)}, ASK)
    choices = tuple(
        Choice(
            words.of("register.tap", tap), Press(pack("fill", ASK, register=tap), said=words.of("register.tap", tap))
        )
        for tap in taps
    )
    return say("\n".join(lines), choices=choices)


async def _standing(turn: Turn, member: Member) -> Standing | None:
    """Where the member stands as the register has it."""
    line = await register.register_line(turn.session, member.id)
    book = await entitlements.rulebook_on(turn.session, member.fund_id, turn.today)
    return standing(book, line.membership, turn.today) if book else None


async def answer(turn: Turn) -> Reply:
    """Saves what was read back, on the officer's tap or typed yes; asks again where the answer says nothing."""
    slots, person_id = turn.slots, turn.speaker.person_id
    member: Member | None = await turn.session.get(Member, int(slots.get("member_id", 0)))
    if member is None or person_id is None or turn.in_group or member.fund_id not in turn.speaker.officer_of:
        return say(turn.words("register.officers_only"))
    taps, said = str(slots.get("taps", "")).split(","), slots.get(ASK)
    said = {True: "yes", False: "no"}.get(said, said) if isinstance(said, bool) else said
    if said == "no":
        return say(turn.words("register.left", number=member.number))
    month = str(slots["month"])
    if said not in taps:
        return await _read_back(turn, member, month)
    settled = None
    if said == "now" and (where := await _standing(turn, member)) is not None and where.months_behind:
        settled = ArrearsPaid(turn.today, where.months_behind)
    register_writing.correct_paid_to(turn.session, member, month, person_id, turn.clock.now(), turn.today, settled)
    words = turn.words
    saved = words(
        "register.saved",
        number=member.number,
        month=figures.month(words, month),
        date=figures.day(words, turn.today),
    )
    await turn.session.flush()
    after = await _standing(turn, member)
    if after is not None and after.reason == "reinstating" and after.restores_on:
        saved += "\n" + words("register.rights_from", date=figures.day(words, after.restores_on))
    return say(saved)
