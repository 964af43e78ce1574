"""claim.status: how far the speaker's own claims are: what officers were told, what they answered, what was paid."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Card, Reply, Row, Section, say
from bot.figures import baht, count, day
from bot.handlers import benefit_amount
from bot.handlers.claim_start import INTENT as CLAIM
from bot.handlers.context import Turn
from bot.handlers.parts import general, health, private
from bot.handlers.parts.claims import name_of
from bot.services import questions, register
from bot.services.people import LinkedMember
from storage.models import Question

INTENT = "claim.status"
PAID_SHOWN = 5


async def handle(turn: Turn) -> Reply:
    """The speaker's own claims only, in the 1:1 chat only."""
    if turn.in_group:
        return private.only_private(turn)
    words, speaker = turn.words, turn.speaker
    told = await questions.asked_by(turn.session, speaker.person_id, CLAIM) if speaker.person_id is not None else []
    sections = [_told(turn, question) for question in told]
    as_of = None
    for member in speaker.members:
        line = await register.register_line(turn.session, member.id)
        as_of = line.as_of
        sections += await _paid(turn, member)
    if not sections:
        return say(
            words("claim_status.nothing"),
            choices=(general.open_question(turn, None, "human"), general.open_question(turn, None, "contact")),
        )
    foot = words("as_of.line", date=day(words, as_of or turn.today))
    card = Card(words("claim_status.title"), "", tuple(sections), foot)
    names = ("remaining", "human") if speaker.members else ("human",)
    reply = Reply((card,), tuple(general.open_question(turn, None, name) for name in names))
    withheld = any(not health.allowed(turn, member.fund_id) for member in speaker.members)
    return health.with_how(turn, reply, "health.left_out") if withheld else reply


async def why(turn: Turn) -> Reply:
    """Why it came out so: the reckoning of the need just answered, else what the fund has paid. In 1:1 only."""
    topic = turn.memory.topic
    if turn.in_group or topic is None or "kind" not in topic["slots"]:
        return await handle(turn)
    turn.understood = replace(turn.understood, intent=benefit_amount.INTENT, slots=topic["slots"])
    return await benefit_amount.handle(turn)


def _told(turn: Turn, question: Question) -> Section:
    """One claim as it was told, and what has become of it."""
    words = turn.words
    asked = day(words, question.created_at.astimezone(turn.clock.zone).date())
    rows = [Row(words("claim_status.told", date=asked))]
    if question.state == "answered":
        rows.append(Row(words("claim_status.answered"), strong=True))
        if question.answer:
            rows.append(Row(question.answer))
    else:
        rows.append(Row(words.of("claim_status", question.state), strong=True))
    facts = dict(question.slots or {})
    ours = question.fund_id is not None and turn.speaker.member_in(question.fund_id) is not None
    if ours and health.hidden(turn, question.fund_id or 0, str(facts.get("kind"))):
        facts = {}
    return Section(tuple(rows), heading=words("claim_status.heading", number=question.id, claim=name_of(words, facts)))


async def _paid(turn: Turn, member: LinkedMember) -> list[Section]:
    """What the fund has paid this member, newest first; nothing that tells of his health without his consent."""
    words = turn.words
    rows = []
    for claim in reversed(await register.history(turn.session, member.id)):
        if health.hidden(turn, member.fund_id, claim.kind):
            continue
        name = words.of("kind", claim.kind)
        if claim.nights:
            name = f"{name} {count(words, 'night', claim.nights)}"
        amount = baht(words, claim.satang) if claim.satang is not None else words("claim_status.paid")
        rows.append(Row(amount, words("claim_status.paid_row", claim=name, date=day(words, claim.counted_on))))
    return [Section(tuple(rows[:PAID_SHOWN]), heading=words("claim_status.paid_heading"))] if rows else []
