"""An area's plan is sent in: shown whole first, what is missing is said, and it counts from the yes on."""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, Press, Reply, Text, pack, say
from bot.dialogs.fields import told_year
from bot.dialogs.plan_card import completeness
from bot.dialogs.plan_places import Home, by_area, homes, named, usual
from bot.handlers.context import Turn
from bot.handlers.parts import asked
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.services import authority, plans
from bot.services.authority import Deed
from bot.services.fiscal import fiscal_year
from bot.services.plans import Plan

INTENT = "plan.send"
ASK = "meant"
MOST = 8


async def handle(turn: Turn) -> Reply:
    """Reads the plan back and sends it on a yes; without an area that is surely meant, asks for which."""
    words = turn.words
    scope = await authority.scope(turn.session, turn.speaker, Deed.PLAN)
    if not scope or turn.speaker.person_id is None:
        return say(words("form.not_yours"))
    if (refused := await named_elsewhere(turn, scope, known=True)) is not None:
        return refused
    number = asked.number(turn, "a")
    if number is not None:
        home = by_area(scope, number)
    else:
        home = named(turn.incoming.text, scope) or usual(scope, turn.group_area_id, turn.group_fund_id)
    if home is None:
        every = list(homes(scope).values())[:MOST]
        taps = tuple(Choice(one.short, Press(pack("ask", INTENT, a=one.area_id), said=one.short)) for one in every)
        return say(words("plan.send.which"), choices=taps)
    year = asked.number(turn, "y") or told_year(turn.incoming.text, turn.today) or fiscal_year(turn.today)
    return await _answered(turn, home, year)


async def _answered(turn: Turn, home: Home, year: int) -> Reply:
    words, answer = turn.words, turn.slots.get(ASK)
    sent = await plans.sent_on(turn.session, home.area_id, year)
    if sent is not None:
        return say(words("plan.send.already", area=home.name, year=year, day=figures.day(words, sent)))
    if answer in (False, "no"):
        return say(words("plan.send.left"))
    plan = await plans.plan(turn.session, home.area_id, year)
    if answer not in (True, "yes"):
        return _sure(turn, home, plan)
    await plans.send(
        turn.session, turn.clock.now(), home.area_id, home.fund_id, year, turn.today, turn.speaker.person_id or 0
    )
    return say(words("plan.send.sent", area=home.name, year=year, day=figures.day(words, turn.today)))


def _sure(turn: Turn, home: Home, plan: Plan) -> Reply:
    """The plan as it would be sent, and whether it is to be."""
    words = turn.words
    turn.ask(INTENT, {"a": home.area_id, "y": plan.year}, ASK)
    yes = words("plan.tap.send_now") if plan.complete else words("plan.tap.send_anyway")
    taps = [Choice(yes, Press(pack("fill", ASK, meant="yes"), said=yes))]
    taps += [
        Choice(label := words("plan.tap.topic", n=topic), Press(pack("ask", "plan.submit", t=topic), said=label))
        for topic in plan.missing[:3]
    ]
    no = words("plan.tap.not_yet")
    taps.append(Choice(no, Press(pack("fill", ASK, meant="no"), said=no)))
    if plan.complete:
        told = words("plan.send.sure", area=home.name)
    else:
        told = words("plan.send.missing", numbers=", ".join(map(str, plan.missing)))
    return Reply((completeness(words, home.name, plan), Text(told)), tuple(taps))
