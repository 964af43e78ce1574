"""Six-topic action plans (domain.md S4-22): activities, what is missing, what is done, and sending them in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, records
from storage.models import PlanItem, Record, Submission

TOPICS = (1, 2, 3, 4, 5, 6)
OBLIGATION = "plan"
OPEN, DONE = "open", "done"


@dataclass(frozen=True)
class Planned:
    """One activity as told: of which area, its topic (1 to 6), what, who, until when, for how much (satang)."""

    area_id: int
    for_year: int
    topic: int
    activity: str
    fund_id: int | None = None
    owner: str | None = None
    due_on: date | None = None
    budget_satang: int | None = None


@dataclass(frozen=True)
class Item:
    """One activity on record."""

    record_id: int
    area_id: int
    for_year: int
    topic: int
    activity: str
    owner: str | None
    due_on: date | None
    budget_satang: int | None
    state: str

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return self.state == DONE


@dataclass(frozen=True)
class Plan:
    """An area's activities of a fiscal year (Buddhist era), by topic and day."""

    year: int
    items: tuple[Item, ...]

    def of(self, topic: int) -> tuple[Item, ...]:
        """The activities of a topic."""
        return tuple(item for item in self.items if item.topic == topic)

    @property
    def missing(self) -> tuple[int, ...]:
        """Topics without any activity."""
        return tuple(topic for topic in TOPICS if not self.of(topic))

    @property
    def complete(self) -> bool:
        """Whether every topic has an activity."""
        return not self.missing


_ITEMS = (
    select(
        Record.id,
        Record.area_id,
        PlanItem.for_year,
        PlanItem.topic,
        PlanItem.activity,
        PlanItem.owner,
        PlanItem.due_on,
        PlanItem.budget_satang,
        PlanItem.state,
    )
    .join(PlanItem, PlanItem.record_id == Record.id)
    .where(Record.withdrawn_at.is_(None), PlanItem.state != "dropped")
    .order_by(PlanItem.topic, Record.id)
)


async def add(
    session: AsyncSession, now: datetime, told: Planned, day: date, person_id: int, draft_key: str | None = None
) -> tuple[Record, bool]:
    """Puts an activity on record, once for a draft; the caller has checked who may."""
    record, new = await records.enter(
        session,
        now,
        kind="plan_item",
        area_id=told.area_id,
        fund_id=told.fund_id,
        day=day,
        person_id=person_id,
        draft_key=draft_key,
        year=told.for_year,
    )
    if new:
        session.add(
            PlanItem(
                record_id=record.id,
                for_year=told.for_year,
                topic=told.topic,
                activity=told.activity,
                owner=told.owner,
                due_on=told.due_on,
                budget_satang=told.budget_satang,
                state=OPEN,
            )
        )
        await session.flush()
    return record, new


async def items(session: AsyncSession, area_ids: Collection[int], year: int) -> list[Item]:
    """The standing activities of these areas in a fiscal year, topic by topic."""
    rows = await session.execute(_ITEMS.where(Record.area_id.in_(area_ids), PlanItem.for_year == year))
    return [Item(*row) for row in rows]


async def plan(session: AsyncSession, area_id: int, year: int) -> Plan:
    """An area's own plan of a fiscal year; its funds' plans are their own."""
    return Plan(year, tuple(await items(session, [area_id], year)))


async def item(session: AsyncSession, record_id: int) -> Item | None:
    """One standing activity."""
    row = (await session.execute(_ITEMS.where(Record.id == record_id))).first()
    return Item(*row) if row else None


async def set_state(session: AsyncSession, now: datetime, record_id: int, state: str, person_id: int) -> bool:
    """Marks an activity done or open again; False where it stands so already. The caller has checked who may."""
    row = await session.get_one(PlanItem, record_id)
    if row.state == state:
        return False
    before, row.state = row.state, state
    subject = f"record:{record_id}"
    audit.record(
        session,
        now,
        f"plan_item.{state}",
        subject,
        person_id=person_id,
        before={"state": before},
        after={"state": state},
    )
    await session.flush()
    return True


async def sent_on(session: AsyncSession, area_id: int, year: int) -> date | None:
    """The day on which an area's plan of a fiscal year was sent in; None where it was not."""
    found: date | None = await session.scalar(
        select(Submission.sent_on)
        .join(Record, Record.id == Submission.record_id)
        .where(
            Record.area_id == area_id,
            Record.withdrawn_at.is_(None),
            Submission.obligation == OBLIGATION,
            Submission.for_year == year,
        )
        .order_by(Record.id)
        .limit(1)
    )
    return found


async def send(
    session: AsyncSession, now: datetime, area_id: int, fund_id: int | None, year: int, day: date, person_id: int
) -> bool:
    """Notes that an area's plan is sent in, once a year; False where it was before. The caller has checked who may."""
    if await sent_on(session, area_id, year) is not None:
        return False
    record, _ = await records.enter(
        session, now, kind="submission", area_id=area_id, fund_id=fund_id, day=day, person_id=person_id
    )
    session.add(Submission(record_id=record.id, obligation=OBLIGATION, for_year=year, sent_on=day))
    await session.flush()
    return True


def topics_with(found: Sequence[Item], area_id: int) -> int:
    """How many topics an area has any activity in, among items read before."""
    return len({item.topic for item in found if item.area_id == area_id})
