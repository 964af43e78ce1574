"""What a digest is made of: nudges with the names that a person reads, and whether each is still needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reminders import network
from bot.reminders.network import RESTING
from bot.reminders.policy import ABOVE, CHASER, OWNER, STAND_IN
from bot.services import extensions
from bot.services.consents import REMINDERS, agreed
from bot.services.done import done
from bot.services.extensions import GRANTED
from bot.services.obligations import RESOLUTION, template
from bot.services.offices import in_force
from storage.models import Appointment, Area, Deadline, Fund, Nudge, Person, Record, Resolution


@dataclass(frozen=True)
class Item:
    """One line of a digest. `obligation`: a code of the template, or "resolution" with `text`; `asked`: by name whom.

    `place` is a fund's tambon or an area's name; `code` a fund's code, for its buttons.
    """

    matter: str
    obligation: str
    year: int
    area_id: int
    place: str
    due_on: date
    stage: str
    part: str
    code: str | None = None
    text: str = ""
    asked: tuple[str, ...] = ()


async def items_of(session: AsyncSession, nudges: Sequence[Nudge]) -> list[Item]:
    """The nudges as lines to read, the most pressing first."""
    areas = {each.area_id for each in nudges}
    names = {area.id: area.name for area in await session.scalars(select(Area).where(Area.id.in_(areas)))}
    funds = {fund.area_id: fund for fund in await session.scalars(select(Fund).where(Fund.area_id.in_(areas)))}
    dues = await _deadlines(session, {each.deadline_id for each in nudges if each.deadline_id is not None})
    texts = await _resolutions(session, {each.resolution_id for each in nudges if each.resolution_id is not None})
    found = []
    for each in nudges:
        due = dues.get(each.deadline_id or 0)
        if due is None and each.resolution_id not in texts:
            continue
        fund = funds.get(each.area_id)
        found.append(
            Item(
                matter=each.matter,
                obligation=due.obligation if due else RESOLUTION,
                year=due.fiscal_year if due else 0,
                area_id=each.area_id,
                place=fund.tambon if fund else names.get(each.area_id, ""),
                due_on=each.due_on,
                stage=each.stage,
                part=each.part,
                code=fund.code if fund else None,
                text="" if due else texts[each.resolution_id or 0],
                asked=await _asked(session, each) if each.part == ABOVE else (),
            )
        )
    return sorted(found, key=_pressing)


def _pressing(item: Item) -> tuple[int, date, str, int, str, int]:
    """What one owes oneself comes first, by day; then what others owe; what is told to those above last."""
    order = (OWNER, STAND_IN, CHASER, ABOVE).index(item.part)
    return max(0, order - 1), item.due_on, item.matter, order, item.code or "", item.area_id


async def needed(session: AsyncSession, nudges: Sequence[Nudge], today: date) -> dict[int, str]:
    """Of these nudges those that are needed no longer, with the reason: asked again just before they are said."""
    gone: dict[int, str] = {}
    areas = {each.area_id for each in nudges}
    dues = await _deadlines(session, {each.deadline_id for each in nudges if each.deadline_id is not None})
    texts = await _resolutions(session, {each.resolution_id for each in nudges if each.resolution_id is not None})
    sent = await done(session, {due.fiscal_year for due in dues.values()}, areas)
    free = await extensions.exempted(session, areas)
    longer = {
        (each.deadline_id, each.area_id): each.until
        for each in await extensions.of_deadlines(session, list(dues))
        if each.decision == GRANTED
    }
    funds = {fund.area_id: fund.status for fund in await session.scalars(select(Fund).where(Fund.area_id.in_(areas)))}
    willing = await _willing(session, {each.person_id for each in nudges}, today)
    for each in nudges:
        due = dues.get(each.deadline_id or 0)
        if each.person_id not in willing:
            gone[each.id] = "not_wanted"
        elif due is None:
            if each.resolution_id not in texts:
                gone[each.id] = "done" if each.resolution_id else "moved"
        elif (key := (due.obligation, due.fiscal_year, each.area_id)) in sent:
            gone[each.id] = "done"
        elif key in free or _rests(due.obligation, funds.get(each.area_id)):
            gone[each.id] = "exempt"
        elif max(due.due_on or each.due_on, longer.get((due.id, each.area_id), date.min)) != each.due_on:
            gone[each.id] = "moved"
    return gone


def _rests(obligation: str, status: str | None) -> bool:
    line = template().get(obligation)
    return line is None or (line.level == "fund" and not line.all_funds and status in RESTING)


async def _willing(session: AsyncSession, people: Collection[int], today: date) -> set[int]:
    """Those who hold an office, agreed to reminders and can be written to."""
    rows = await session.scalars(
        select(Person.id).where(
            Person.id.in_(people),
            Person.restricted.is_(False),
            agreed(REMINDERS),
            network.on_chat(),
            exists().where(Appointment.person_id == Person.id, in_force(today)),
        )
    )
    return set(rows)


async def _deadlines(session: AsyncSession, ids: Collection[int]) -> dict[int, Deadline]:
    if not ids:
        return {}
    rows = await session.scalars(select(Deadline).where(Deadline.id.in_(ids), Deadline.ended_at.is_(None)))
    return {row.id: row for row in rows}


async def _resolutions(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = await session.execute(
        select(Resolution.id, Resolution.text)
        .join(Record, Record.id == Resolution.record_id)
        .where(Resolution.id.in_(ids), Resolution.state == "open", Record.withdrawn_at.is_(None))
    )
    return {number: text for number, text in rows}


async def _asked(session: AsyncSession, nudge: Nudge) -> tuple[str, ...]:
    """By which names those are known who were asked before those above are told."""
    rows = await session.scalars(
        select(Person.display_name)
        .join(Nudge, Nudge.person_id == Person.id)
        .where(
            Nudge.matter == nudge.matter,
            Nudge.area_id == nudge.area_id,
            Nudge.part.in_(("owner", "stand_in")),
            Nudge.state == "sent",
        )
        .order_by(Nudge.id)
    )
    return tuple(dict.fromkeys(name for name in rows if name))
