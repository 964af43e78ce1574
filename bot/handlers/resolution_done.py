"""A decision of a meeting is carried out: read back, and noted on a yes."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import asked, meeting_lists
from bot.services import authority, past_meetings
from bot.services.authority import Deed
from bot.services.past_meetings import Decision
from bot.understanding.normalise import normalise
from bot.understanding.numbers import find_numbers

INTENT = "resolution.done"
ASK = "done"


async def handle(turn: Turn) -> Reply:
    """Reads the decision back and notes it as done on a yes; only for whoever may record the area's meetings."""
    words = turn.words
    pending = turn.memory.pending
    if pending is not None and pending["intent"] == INTENT:
        return await _answer(turn, int(pending["slots"]["id"]))
    scope = await authority.scope(turn.session, turn.speaker, Deed.MEETING)
    if not scope:
        return say(words("decision.not_yours"))
    pressed = asked.number(turn, "id")
    found = await _pressed(turn, scope, pressed) if pressed is not None else await _typed(turn, scope)
    if found is None:
        return say(words("decision.which"))
    if found.state != "open":
        return say(words("decision.already", what=meeting_lists.decision(turn, found)))
    turn.ask(INTENT, {"id": found.id}, ASK)
    return _sure(turn, found)


async def _answer(turn: Turn, decision_id: int) -> Reply:
    words, said = turn.words, turn.slots.get(ASK)
    scope = await authority.scope(turn.session, turn.speaker, Deed.MEETING)
    found = await _pressed(turn, scope, decision_id)
    if found is None or turn.speaker.person_id is None:
        return say(words("decision.which"))
    if said in (False, "no"):
        return say(words("decision.left"))
    if said not in (True, "yes"):
        turn.ask(INTENT, {"id": decision_id}, ASK)
        return _sure(turn, found)
    await past_meetings.finish(turn.session, turn.clock.now(), decision_id, turn.speaker.person_id)
    label = words("tap.meeting.open")
    return say(
        words("decision.noted", number=found.number, text=found.text),
        choices=(Choice(label, Press(pack("ask", "meeting.open"), said=label)),),
    )


def _sure(turn: Turn, found: Decision) -> Reply:
    words = turn.words
    taps = tuple(
        Choice(label, Press(pack("fill", ASK, **{ASK: answer}), said=label))
        for answer, label in (("yes", words("decision.tap.yes")), ("no", words("decision.tap.no")))
    )
    return say(words("decision.sure", what=meeting_lists.decision(turn, found, day=True)), choices=taps)


async def _pressed(turn: Turn, scope: authority.Scope, decision_id: int) -> Decision | None:
    """A decision by id, if its meeting lies within the scope."""
    found = await past_meetings.decision(turn.session, decision_id)
    if found is None:
        return None
    within = await past_meetings.held(turn.session, scope.area_ids, record_id=found.record_id, most=1)
    return found if within else None


async def _typed(turn: Turn, scope: authority.Scope) -> Decision | None:
    """The decision of the last meeting by the number that is typed; its only one without a number."""
    last = await past_meetings.held(turn.session, scope.area_ids, most=1)
    if not last:
        return None
    decided = await past_meetings.decisions(turn.session, [last[0].record_id])
    numbers = [int(each.value) for each in find_numbers(normalise(turn.incoming.text))]
    wanted = [each for each in decided if each.number in numbers[:1]]
    return wanted[0] if wanted else decided[0] if len(decided) == 1 and not numbers else None
