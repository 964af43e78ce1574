"""A stage for the table of rights: secrets in every area, a speaker for every office, and what he read and wrote."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Attachment, Card, ChatRef, Incoming, Kind, Reply, pack
from bot.clock import MovableClock
from bot.services import conversations, groups, invites
from bot.turn import TurnTaker
from bot.understanding.understand import Understander
from bot.words import load_words
from storage import session as storage_session
from storage.models import (
    Appointment,
    Assessment,
    Attendance,
    Code,
    Deadline,
    Delivery,
    Exemption,
    Extension,
    Fund,
    FundState,
    Group,
    Handover,
    Matching,
    MatchingRule,
    Meeting,
    MeetingZone,
    PlanItem,
    Record,
    Resolution,
    Review,
    RevivalCase,
    RevivalVisit,
    SharedFile,
    Submission,
    Target,
)
from tests.contracts.conftest import NOW
from tests.contracts.three_levels import KINDS, NAMES, PARENTS, Laid, above, inside, lay, person

TODAY = date(2026, 11, 21)
LAST_MONTH = date(2026, 10, 20)
LEADERS = {"R": "secretary", "P": "secretary", "Z": "coordinator", "F": "treasurer"}
MOST_STEPS = 3
TALK = ("conversations", "audit_events", "shared_files")
World = dict[tuple[str, int], tuple[str, object]]


def secret(code: str) -> str:
    """A word that stands in all that was entered for an area and is nobody else's business."""
    return f"SECRET{code}Q"


def figures(code: str) -> tuple[str, ...]:
    """Numbers of a fund, as they are shown, that only its own people see."""
    place = list(PARENTS).index(code)
    return f"{7000 + 11 * place:,}", f"{88000 + 11 * place:,}"


def name_of(code: str) -> str:
    """The name of whoever leads an area."""
    return f"NAME{code}Q"


@dataclass
class Stage:
    """The network with its secrets, and one session in which every attempt is undone."""

    session: AsyncSession
    turns: TurnTaker
    laid: Laid
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    """Rows by what they are and whose: ("meeting", "Z1") → record id."""
    turns_taken: int = 0
    wrote: bool = False
    """Whether anything but talk was written since the last attempt began: else the world need not be compared."""

    written_to: set[str] = field(default_factory=set)
    """Areas whose groups were told something since the last attempt began."""

    def __post_init__(self) -> None:
        event.listen(self.session.get_bind(), "before_cursor_execute", self._watch)

    def _watch(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        """Notes a write to any table that is no conversation, trace or file of one's own."""
        if statement.startswith(("INSERT INTO ", "UPDATE ", "DELETE FROM ")):
            self.wrote |= not any(f" {table} " in statement for table in TALK)

    async def changes(self, before: World) -> World:
        """The rows that differ from before; those that are gone as they were."""
        told: World = {("group", number): (code, "told") for number, code in enumerate(sorted(self.written_to))}
        if not self.wrote:
            return told
        after = await self.world()
        touched = {key: row for key, row in after.items() if before.get(key) != row}
        return told | touched | {key: row for key, row in before.items() if key not in after}

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """What is written inside is rolled back, and what was read is forgotten."""
        self.wrote = False
        self.written_to.clear()
        async with self.session.begin_nested() as nested:
            yield
            await nested.rollback()
        self.session.expunge_all()
        storage_session._read.clear()

    async def say(self, account: str, text: str = "", data: str = "", group: str = "") -> Reply:
        """One message or tap of a person, with what it changes in his conversation."""
        self.turns_taken += 1
        chat = ChatRef("terminal", group or account, "group" if group else "direct")
        kind = Kind.PRESS if data else Kind.TEXT
        incoming = Incoming(
            f"e{self.turns_taken}", kind, chat, NOW, account, text=text, data=data, mentions_bot=bool(group)
        )
        said = await self.turns.take(self.session, incoming)
        for notice in said.notices:
            if notice.chat.id.startswith("group-Z"):
                self.written_to.add(notice.chat.id.removeprefix("group-"))
        if said.told is not None:
            await conversations.remember(self.session, [said.told], NOW)
        await self.session.flush()
        storage_session._read.clear()
        return said.reply or Reply(())

    async def draft(self, account: str, group: str = "") -> dict[str, object] | None:
        """The form that runs in a person's conversation."""
        talk = conversations.Talk(ChatRef("terminal", group or account, "group" if group else "direct"), account)
        state = await conversations.state(self.session, talk)
        storage_session._read.clear()
        found = (state or {}).get("draft")
        return dict(found) if found else None

    async def attempt(self, account: str, opening: dict[str, str], target: str, group: str = "") -> str:
        """A command carried through: fields answered with the target, then confirmed; gives all that was said."""
        heard = [await self.read(await self.say(account, group=group, **opening))]
        name = NAMES[target]
        values = [target, str(self.laid.areas[target])]
        for _ in range(MOST_STEPS):
            draft = await self.draft(account, group)
            if draft is None:
                break
            if draft["stage"] == "asking":
                for value in values:
                    data = pack("f", str(draft["id"]), "set", str(draft["ask"]), value)
                    heard.append(await self.read(await self.say(account, data=data, group=group)))
                heard.append(await self.read(await self.say(account, text=name, group=group)))
            heard.append(await self.read(await self.say(account, data=pack("f", str(draft["id"]), "ok"), group=group)))
        return "\n".join(heard)

    async def read(self, reply: Reply) -> str:
        """Everything that a reply shows, files included."""
        told = [part.plain() if isinstance(part, Card | Attachment) else part.text for part in reply.parts]
        buttons = [each.label for part in reply.parts if isinstance(part, Card) for each in part.buttons]
        told += [*buttons, *(choice.label for choice in reply.choices)]
        if any(isinstance(part, Attachment) for part in reply.parts):
            for file in await self.session.scalars(select(SharedFile)):
                told.append(_inside(file.content))
        return "\n".join(told)

    async def world(self) -> World:
        """Every row that belongs to an area: by table and id, its area's code and what it holds."""
        areas = {number: code for code, number in self.laid.areas.items()}
        funds = {number: code for code, number in self.laid.funds.items()}
        seen: World = {}

        def note(table: str, row_id: int, code: str, *held: object) -> None:
            seen[table, row_id] = (code, held)

        record_area: dict[int, str] = {}
        for row in await self.session.execute(
            select(Record.id, Record.area_id, Record.fund_id, Record.withdrawn_at, Record.kind)
        ):
            record_area[row.id] = funds[row.fund_id] if row.fund_id else areas[row.area_id]
            note("record", row.id, record_area[row.id], row.withdrawn_at, row.kind)
            if row.fund_id:
                note("record.area", row.id, areas[row.area_id])
        for pair in await self.session.execute(select(MeetingZone.record_id, MeetingZone.area_id)):
            note("meeting.zone", pair.record_id * 1000 + pair.area_id, areas[pair.area_id])
        for row in await self.session.execute(
            select(Resolution.id, Resolution.record_id, Resolution.state, Resolution.owner_person_id)
        ):
            note("resolution", row.id, record_area[row.record_id], row.state, row.owner_person_id)
        for row in await self.session.execute(
            select(RevivalCase.id, RevivalCase.fund_id, RevivalCase.state, RevivalCase.owner_person_id)
        ):
            note("case", row.id, funds[row.fund_id], row.state, row.owner_person_id)
        for row in await self.session.execute(select(Code.id, Code.area_id, Code.revoked_at, Code.uses_left)):
            if row.area_id:
                note("code", row.id, areas[row.area_id], row.revoked_at, row.uses_left)
        for row in await self.session.execute(select(Appointment.id, Appointment.area_id, Appointment.until_date)):
            note("office", row.id, areas[row.area_id], row.until_date)
        for row in await self.session.execute(select(Group.id, Group.area_id, Group.fund_id)):
            here = funds[row.fund_id] if row.fund_id else areas.get(row.area_id or 0)
            if here:
                note("group", row.id, here)
        for row in await self.session.execute(
            select(Deadline.id, Deadline.area_id, Deadline.obligation, Deadline.due_on, Deadline.ended_at)
        ):
            note("deadline", row.id, areas[row.area_id], *tuple(row)[2:])
        for row in await self.session.execute(select(Extension.id, Extension.area_id, Extension.decision)):
            note("extension", row.id, areas[row.area_id], row.decision)
        for row in await self.session.execute(select(Exemption.record_id, Exemption.area_id)):
            note("exemption", row.record_id, areas[row.area_id])
        for number, chat_id in enumerate(await self.session.scalars(select(Delivery.chat_id).order_by(Delivery.id))):
            if chat_id.startswith("group-Z"):
                note("message", number, chat_id.removeprefix("group-"))
        for row in await self.session.execute(select(Handover.id, Handover.area_id)):
            note("handover", row.id, areas[row.area_id])
        for row in await self.session.execute(select(MatchingRule.id, MatchingRule.area_id)):
            note("rule", row.id, areas[row.area_id])
        columns = [column for column in Fund.__table__.columns if column.name not in ("id", "area_id")]
        for row in await self.session.execute(select(Fund.id, *columns)):
            note("fund", row.id, funds[row.id], *tuple(row)[1:])
        return seen


def _inside(content: bytes) -> str:
    """The words of a workbook or of a text file."""
    if not content.startswith(b"PK"):
        return content.decode(errors="ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode(errors="ignore") for name in book.namelist() if name.endswith(".xml"))


async def open_stage(session: AsyncSession, understander: Understander) -> Stage:
    """The network with somebody who leads every area, and secrets in all of them."""
    clock = MovableClock(NOW)
    turns = TurnTaker(clock, load_words(), understander, ("น้องบาท", "บอท"))
    stage = Stage(session, turns, await lay(session))
    for code in PARENTS:
        await person(session, stage.laid, name_of(code), NOW, (LEADERS[code[0]], code))
        await _enter(stage, code)
    for code in ("Z1", "Z2", "Z3"):
        chat = ChatRef("terminal", f"group-{code}", "group")
        await groups.bind_area(session, chat, stage.laid.areas[code], stage.laid.persons[name_of(code)], NOW)
    await groups.joined(session, ChatRef("terminal", "group-free", "group"), NOW)
    await session.flush()
    return stage


async def _enter(stage: Stage, code: str) -> None:
    """A meeting with a resolution and names, a target and a plan of an area; of a fund all that funds are told of."""
    session, laid = stage.session, stage.laid
    lead = laid.persons[name_of(code)]

    async def record(kind: str, year: int = 2570) -> int:
        row = Record(
            kind=kind,
            area_id=laid.areas[code],
            fund_id=laid.funds.get(code),
            day=LAST_MONTH,
            fiscal_year=year,
            person_id=lead,
            recorded_at=NOW - timedelta(days=20),
        )
        session.add(row)
        await session.flush()
        stage.ids[kind, code] = row.id
        return row.id

    word = secret(code)
    meeting = await record("meeting")
    session.add(
        Meeting(
            record_id=meeting,
            level=KINDS[code[0]],
            title=word,
            held_from=LAST_MONTH,
            held_to=LAST_MONTH,
            venue=word,
            attendance=20,
            agenda={"items": [word]},
            notes={"groups": [], "lessons": word},
        )
    )
    if code[0] == "Z":
        session.add(MeetingZone(record_id=meeting, area_id=laid.areas[code]))
    resolution = Resolution(record_id=meeting, number=1, text=word, owner=word, owner_person_id=lead)
    session.add_all([Attendance(record_id=meeting, number=1, name=word, role=word), resolution])
    await session.flush()
    stage.ids["resolution", code] = resolution.id
    session.add(PlanItem(record_id=await record("plan_item"), for_year=2570, topic=5, activity=word, owner=word))
    session.add(Target(record_id=await record("target"), metric="members", for_year=2570, value=99, source=word))
    _, stage.ids["code", code] = await invites.issue(
        session, NOW, TODAY, "treasurer" if code[0] == "F" else "observer", laid.areas[code], lead
    )
    found = await session.scalar(select(Appointment.id).where(Appointment.person_id == lead))
    stage.ids["office", code] = found or 0
    if code[0] in "PZ":
        deadline = Deadline(
            area_id=laid.areas[code],
            obligation="plan",
            fiscal_year=2570,
            due_on=date(2027, 2, 5),
            set_by_person_id=lead,
            set_at=NOW,
        )
        session.add(deadline)
        await session.flush()
        stage.ids["deadline", code] = deadline.id
    if code[0] in "ZF":
        asked = Extension(
            deadline_id=stage.ids["deadline", above(code)[-2]],
            area_id=laid.areas[code],
            record_id=await record("extension"),
            asked_at=NOW,
            asked_until=date(2027, 3, 5),
            reason=word,
        )
        session.add(asked)
        await session.flush()
        stage.ids["asked", code] = asked.id
    if code[0] == "F":
        await _enter_fund(stage, code, record)


async def _enter_fund(stage: Stage, code: str, record: object) -> None:
    session, word, fund_id = stage.session, secret(code), stage.laid.funds[code]
    fund = await session.get_one(Fund, fund_id)
    fund.elderly_count, fund.population = (int(each.replace(",", "")) for each in figures(code))
    fund.members_count, fund.population_as_of, fund.figures_as_of = 9000, LAST_MONTH, LAST_MONTH
    assert callable(record)
    lead = stage.laid.persons[name_of(code)]
    session.add(FundState(record_id=await record("fund_state"), status="weak", reason=word))
    session.add(
        Review(
            record_id=await record("review"),
            for_year=2569,
            done_on=LAST_MONTH,
            result="conditional",
            reviewers={"items": [word]},
            documents={"items": [word]},
            findings=word,
        )
    )
    session.add(
        Assessment(
            record_id=await record("assessment"),
            for_year=2570,
            rubric="basic",
            rubric_version=1,
            made_by="self",
            answers={"1": 3},
            score=3,
            most=99,
        )
    )
    session.add(Matching(record_id=await record("matching"), party="local", outcome="none", for_year=2570, reason=word))
    session.add(
        Submission(record_id=await record("submission"), obligation="annual_report", for_year=2569, sent_on=LAST_MONTH)
    )
    case = RevivalCase(fund_id=fund_id, owner_person_id=lead, opened_on=LAST_MONTH)
    session.add(case)
    await session.flush()
    visit = await record("revival")
    session.add(RevivalVisit(record_id=visit, case_id=case.id, number=1, visited_on=LAST_MONTH, found=word))
    await session.flush()


def outside(code: str) -> set[str]:
    """The areas that an office does not reach."""
    return set(PARENTS) - inside(code)


def seen_above(role: str, code: str) -> set[str]:
    """Whose names an officer of a fund may read besides: those who lead his own zone."""
    return set(above(code)[1:2]) if role in ("treasurer", "chair", "fund_secretary", "officer") else set()
