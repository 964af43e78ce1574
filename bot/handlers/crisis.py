"""Somebody who may harm himself: the helpline at once, and a human is told (domain.md U119)."""

from __future__ import annotations

from bot.chat import Choice, Notice, OpenLink, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.services import people, questions


async def handle(turn: Turn) -> Reply:
    """Warm words, the numbers to call, and an urgent question to whoever is nearest. What was written is not kept."""
    turn.memory.pending = turn.memory.topic = None
    fund_id = (
        turn.speaker.members[0].fund_id if turn.speaker.members else turn.group_fund_id or turn.speaker.home_fund_id
    )
    question = await questions.ask(
        turn.session,
        turn.clock.now(),
        fund_id=fund_id,
        person_id=turn.speaker.person_id,
        chat=turn.incoming.chat,
        text="",
        intent="crisis",
        slots={},
        urgency="crisis",
    )
    name = turn.speaker.name or turn.words("crisis.somebody")
    alert = say(
        turn.words("crisis.alert", name=name),
        choices=(Choice(turn.words("question.answer_button"), Press(pack("question", str(question.id)))),),
    )
    for officer in await people.officers(turn.session, fund_id, turn.today):
        if officer.person_id != turn.speaker.person_id:
            turn.notices.append(
                Notice(officer.chat, alert, f"crisis:{question.id}:{officer.person_id}", "urgent", officer.person_id)
            )
    calls = (
        Choice(turn.words("crisis.call_1323"), OpenLink("tel:1323")),
        Choice(turn.words("crisis.call_1669"), OpenLink("tel:1669")),
    )
    return say(turn.words("crisis.group" if turn.in_group else "crisis.direct"), choices=calls)
