"""Taking back the record just entered ("the one just now, wrong zone"): asked once, then it counts no longer (U68)."""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.services import evidence, records
from storage.models import Area, Record

INTENT = "record.withdraw"
ASK = "withdraw"


async def handle(turn: Turn) -> Reply:
    """Reads back what would be taken back, and takes it back on a yes; its trace stays."""
    person_id, words = turn.speaker.person_id, turn.words
    if person_id is None:
        return say(words("withdraw.nothing"))
    pending = turn.memory.pending
    if pending is not None and pending["intent"] == INTENT:
        return await _answer(turn, person_id, turn.slots.get(ASK), int(pending["slots"]["id"]))
    record = await records.last_of(turn.session, person_id, turn.clock.now())
    if record is None:
        return say(words("withdraw.nothing"))
    turn.ask(INTENT, {"id": record.id}, ASK)
    return say(words("withdraw.sure", what=await _told(turn, record)), choices=_taps(turn))


async def _answer(turn: Turn, person_id: int, said: object, record_id: int) -> Reply:
    words = turn.words
    record = await turn.session.get(Record, record_id)
    if record is None or record.person_id != person_id:
        return say(words("withdraw.nothing"))
    if said in (False, "no"):
        return say(words("withdraw.kept", what=await _told(turn, record)))
    if said not in (True, "yes"):
        turn.ask(INTENT, {"id": record.id}, ASK)
        return say(words("withdraw.sure", what=await _told(turn, record)), choices=_taps(turn))
    await records.withdraw(turn.session, turn.clock.now(), record, person_id)
    await evidence.delete_of_record(turn.session, turn.clock.now(), record.id, person_id)
    if turn.memory.saved is not None and turn.memory.saved.get("record") == record.id:
        turn.memory.saved = None
    return say(words("withdraw.done", what=await _told(turn, record)))


async def _told(turn: Turn, record: Record) -> str:
    area = await turn.session.get_one(Area, record.area_id)
    kind = turn.words.of("record", record.kind)
    return turn.words("withdraw.what", kind=kind, area=area.name, day=figures.day(turn.words, record.day))


def _taps(turn: Turn) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, Press(pack("fill", ASK, **{ASK: answer}), said=label))
        for answer in ("yes", "no")
        if (label := turn.words.of("withdraw.tap", answer))
    )
