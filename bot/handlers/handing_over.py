"""Giving an office up, the summary of what stands open, and an office ended by those above (domain.md S3-16)."""

from __future__ import annotations

from bot.chat import Choice, Notice, Press, Reply, pack, say
from bot.dialogs.handover import HANDOVER
from bot.dialogs.handover_card import summary_card
from bot.dialogs.role_names import title
from bot.handlers import forms
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.services import handover, invites, offices, people
from bot.services.authority import ALLOWED, Deed

INTENT = "handover.start"
MOST_CARDS = 3


async def start(turn: Turn) -> Reply | None:
    """Begins the form; nothing to give up for somebody without an office."""
    if not turn.speaker.roles:
        return None
    if turn.in_group:
        return private.only_private(turn, "handover.private")
    if (turn.memory.draft or {}).get("form") == HANDOVER.name:
        turn.memory.draft = None  # said again: what it tells now counts
    return await forms.start(turn, HANDOVER.name)


async def pressed_start(turn: Turn) -> Reply:
    """The same from a button."""
    return await start(turn) or say(turn.words("handover.no_office"))


async def report(turn: Turn) -> Reply | None:
    """What stands open where the speaker works, without giving anything up."""
    working = [role for role in turn.speaker.roles if Deed.TEAM in ALLOWED.get(role.role, ())]
    if not working:
        return None
    if turn.in_group:
        return private.only_private(turn, "handover.private")
    cards = []
    for area_id in dict.fromkeys(role.area_id for role in working[:MOST_CARDS]):
        role = next(each.role for each in working if each.area_id == area_id)
        heading = await title(turn.session, turn.words, role, area_id)
        told = await handover.summary(turn.session, area_id, turn.today)
        cards.append(await summary_card(turn.session, turn.words, turn.words("handover.report", title=heading), told))
    label = turn.words("handover.start")
    return Reply(tuple(cards), (Choice(label, Press(pack("ask", INTENT), said=label)),))


async def pressed_end(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """Those above end an office: asked once more, then at once, with its work moved and its holder told."""
    act, number = (*names, "")[:2]
    if turn.in_group or act not in ("end", "ended") or not number.isdigit():
        return None
    words, person_id = turn.words, turn.speaker.person_id
    office = await offices.office(turn.session, int(number), turn.today)
    allowed = office is not None and await invites.may_issue(turn.session, turn.speaker, office.role, office.area_id)
    if office is None or person_id is None or not allowed:
        return say(words("office.not_there"))
    what = await title(turn.session, words, office.role, office.area_id)
    who = office.name or words("code.somebody")
    if act == "end":
        label = words("office.end_yes")
        tap = Choice(label, Press(pack("office", "ended", number), said=label))
        return say(words("office.really_end", who=who, title=what), choices=(tap,))
    left = await handover.leave(turn.session, turn.clock.now(), turn.today, office, person_id, reason="ended_above")
    for ended in left.ended:
        reached = await people.reach(turn.session, ended)
        if reached is not None:
            told = say(words("office.ended_for_you", title=what))
            turn.notices.append(Notice(reached.chat, told, f"office.ended:{office.id}", person_id=ended))
    label = words("code.issue")
    tap = Choice(label, Press(pack("invite", "area", office.role, str(office.area_id)), said=label))
    return say(words("office.ended", who=who, title=what), choices=(tap,))
