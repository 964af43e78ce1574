"""Taking back a record: the one just entered ("wrong zone", U68), or an older one by its number, asked once.

One's own record at any time; another's where one looks after its place.
"""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.services import announcements, authority, evidence, records, withdrawals
from bot.services.authority import Deed
from bot.understanding.record_numbers import read_record_number
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
    number = read_record_number(turn.incoming.text)
    if number is not None:
        record = await _numbered(turn, number)
    else:
        record = await records.last_of(turn.session, person_id, turn.clock.now())
    if record is None:
        return say(words("withdraw.nothing" if number is None else "withdraw.not_found"))
    turn.ask(INTENT, {"id": record.id}, ASK)
    return say(words("withdraw.sure", what=await _told(turn, record)), choices=_taps(turn))


async def _answer(turn: Turn, person_id: int, said: object, record_id: int) -> Reply:
    words = turn.words
    record = await _numbered(turn, record_id)
    if record is None:
        return say(words("withdraw.nothing"))
    if said in (False, "no"):
        return say(words("withdraw.kept", what=await _told(turn, record)))
    if said not in (True, "yes"):
        turn.ask(INTENT, {"id": record.id}, ASK)
        return say(words("withdraw.sure", what=await _told(turn, record)), choices=_taps(turn))
    await withdrawals.withdraw(turn.session, turn.clock.now(), record, person_id)
    await evidence.delete_of_record(turn.session, turn.clock.now(), record.id, person_id)
    if turn.memory.saved is not None and turn.memory.saved.get("record") == record.id:
        turn.memory.saved = None
    done = words("withdraw.done", what=await _told(turn, record))
    if record.kind in ("broadcast", "nudge_now") and (gone := await announcements.gone_out(turn.session, record)):
        done += " " + words("broadcast.gone_out", n=gone)
    return say(done)


async def _numbered(turn: Turn, number: int) -> Record | None:
    """The standing record of this number, where it is the speaker's own or lies in a place that he leads."""
    record = await turn.session.get(Record, number)
    if record is None or record.withdrawn_at is not None:
        return None
    own = record.person_id is not None and record.person_id == turn.speaker.person_id
    leads = await authority.may(turn.session, turn.speaker, Deed.TARGET, record.area_id)
    return record if own or leads else None


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
