"""Questions about the network: by which words they are heard, to whom and where they are answered, in which shapes."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Attachment, Reply, Text
from bot.handlers import news, registry
from bot.handlers.parts import giving, hearing
from bot.handlers.parts.fund_lists import BUILDERS, listed
from bot.services import files
from bot.understanding.zones import read_area, read_shape
from storage.models import AuditEvent, Consent, Person, Record, Resolution
from tests.unit.handlers.talk import TurnMaker, text_of

ZONES = ["โซนเมือง", "โซนริมน้ำ", "โซนดอย"]
REAL = ["โซนอำเภอเมืองสมุทรสาคร", "โซนอำเภอกระทุ่มแบน", "โซนอำเภอบ้านแพ้ว"]
HEARD = {
    "สรุปโซนเมือง": "zone.summary",
    "ภาพรวมโซนหน่อยครับ": "zone.summary",
    "สรุปจังหวัด ปีงบ 69": "zone.summary",
    "ขอไฟล์เอ็กเซลกองทุนที่หยุดดำเนินการ": "list.give",
    "โซนไหนสมาชิกเยอะสุด": "zone.summary",
    "เงินกองทุนรวมทั้งจังหวัดเท่าไหร่": "zone.summary",
    "สรุปผลปี 2569": "zone.summary",
    "ขอกราฟหน่อย": "list.give",
    "กองทุนที่หยุดดำเนินการมีที่ไหนบ้าง": "list.stopped",
    "กองทุนไหนหยุดไปแล้วบ้าง": "list.stopped",
    "ทั้งจังหวัดมีกี่กองทุน": "list.count",
    "สัดส่วนสมาชิกต่อประชากรแต่ละโซน": "list.population",
    "ผู้สูงอายุกี่เปอร์เซ็น": "list.elderly",
    "งบปี66ทั้งประเทศเท่าไหร่": "network.budget",
    "งบปี 66 เท่าไร": "network.budget",
    "เป้าหมายสมาชิกทั้งประเทศเท่าไร": "network.targets",
    "มติที่ค้างมีอะไรบ้าง ใครรับผิดชอบ": "meeting.open",
    "มติข้อ 2 เสร็จแล้ว": "resolution.done",
    "เอาไปทำข่าวให้หน่อยครับ": "news.draft",
    "โซนเมือง 12 กองทุน ส่งแล้ว 7 เหลือ 5": "report.bulk",
    "ส่งแล้วๆ เมื่อเช้า": "report.sent",
}
OTHERS = [
    "กองทุน ต.นาดี หยุดดำเนินการตั้งแต่ ต.ค. 67",
    "ประชุมโซนเมืองสรุปมติให้ทุกกองทุนส่งรายงาน",
    "ส่งใบเสร็จเป็นรูปได้ไหม",
    "ผู้สูงอายุได้เดือนละเท่าไหร่",
    "เงินสมทบส่งแล้วหรือยัง",
    "เป็นสมาชิกได้กี่กองทุน",
    "ค่าสมาชิกทั้งปีเท่าไหร่",
    "เป้าเพิ่มกองทุนใหม่ปีนี้ 3 เหลือเท่าไร",
]


@pytest.mark.parametrize(("said", "name"), HEARD.items())
async def test_a_question_is_heard(turn: TurnMaker, said: str, name: str) -> None:
    assert hearing.heard(await turn("secretary", "out_of_scope", said)) == name


@pytest.mark.parametrize("said", OTHERS)
async def test_other_words_are_left_alone(turn: TurnMaker, said: str) -> None:
    assert hearing.heard(await turn("coordinator", "out_of_scope", said)) not in HEARD.values()


@pytest.mark.parametrize("said", ["ส่งแล้วๆ", "ขอ excel", "มติข้อ 2 เสร็จแล้ว"])
async def test_words_of_work_mean_nothing_from_a_member(turn: TurnMaker, said: str) -> None:
    assert hearing.heard(await turn("malee", "out_of_scope", said)) not in hearing.AT_WORK


@pytest.mark.parametrize(
    ("said", "names", "index"),
    [
        ("สรุปโซนเมอง", ZONES, 0),
        ("โซนริมนำส่งกี่แห่ง", ZONES, 1),
        ("สรุปโซนอำเภอเมืองหน่อย", ZONES, 0),
        ("สรุปโซนเมือง", REAL, 0),
        ("โซนกระทุ่มแบนส่งกี่แห่ง", REAL, 1),
        ("@บอท สรุปโซนบ้านแพ้วหน่อย", REAL, 2),
        ("สรุปโซนบ้านแพ้วหน่อย", ZONES, None),
    ],
)
def test_a_zone_is_read_as_it_is_typed(said: str, names: list[str], index: int | None) -> None:
    span = read_area(said, names, [])
    assert span is not None
    assert span.index == index


@pytest.mark.parametrize("said", ["ภาพรวมโซน", "แต่ละโซนมีกี่คน", "โซนผมส่งกี่แห่ง", "ใครยังไม่ส่ง"])
def test_the_word_zone_alone_names_none(said: str) -> None:
    assert read_area(said, ZONES, ["จังหวัดสาธิต"]) is None


def test_shapes_are_read() -> None:
    assert [read_shape(said) for said in ("ขอเอกเซล", "ขอกราฟ", "เป็นไฟล์ข้อความ", "ขอเป็นไฟล์")] == [
        "xlsx",
        "png",
        "text",
        None,
    ]


QUESTIONS = [
    "zone.summary",
    "report.status",
    "list.stopped",
    "list.stale",
    "list.population",
    "list.elderly",
    "list.count",
    "meeting.open",
]


@pytest.mark.parametrize("intent", QUESTIONS)
async def test_nobody_without_a_role_is_told_figures(turn: TurnMaker, intent: str) -> None:
    for where in (None, "village"):
        reply = await registry.handle(await turn("malee", intent, "สรุปโซนเมือง", where=where), intent)
        assert "เฉพาะผู้ที่มีหน้าที่ดูแลพื้นที่" in text_of(reply)


@pytest.mark.parametrize("intent", QUESTIONS)
async def test_nobody_is_told_of_anothers_zone(turn: TurnMaker, intent: str) -> None:
    for persona, zone in (("river", "โซนเมือง"), ("coordinator", "โซนริมน้ำ"), ("treasurer", "โซนเมือง")):
        reply = await registry.handle(await turn(persona, intent, f"สรุป{zone}"), intent)
        assert f"{zone} อยู่นอกพื้นที่ที่ท่านดูแล" in text_of(reply)


async def test_a_forged_button_opens_no_other_zone(turn: TurnMaker) -> None:
    own = await registry.handle(await turn("river", "zone.summary", ""), "zone.summary")
    assert "โซนริมน้ำ" in text_of(own)
    for area in range(1, 20):
        reply = await registry.handle(await turn("river", "zone.summary", "", a=str(area)), "zone.summary")
        assert "593" not in text_of(reply)
        assert "1,515" not in text_of(reply)


async def test_in_the_zones_group_only_its_own(turn: TurnMaker) -> None:
    own = await registry.handle(await turn("secretary", "zone.summary", "ภาพรวม", where="zone"), "zone.summary")
    assert "593 คน" in text_of(own)
    assert all("Excel" not in choice.label for choice in own.choices)
    wider = await registry.handle(await turn("secretary", "zone.summary", "สรุปจังหวัด", where="zone"), "zone.summary")
    assert "1,515" not in text_of(wider)
    officer = await registry.handle(await turn("treasurer", "zone.summary", "สรุป", where="zone"), "zone.summary")
    assert "593" not in text_of(officer)


@pytest.mark.parametrize("name", sorted(BUILDERS))
async def test_every_list_has_all_its_shapes(turn: TurnMaker, session: AsyncSession, name: str) -> None:
    asked = await turn("secretary", "out_of_scope", "")
    listing = await listed(asked, name)
    assert not isinstance(listing, Reply)
    assert "ข้อมูล ณ วันที่ 21 พ.ย. 2569" in listing.as_of
    assert all(len(row) == len(listing.columns) for row in listing.rows)
    if not listing.rows:
        assert isinstance((await giving.given(asked, listing, "xlsx")).parts[0], Text)
        return
    book, text, chart = [(await giving.given(asked, listing, shape)).parts[-1] for shape in ("xlsx", "text", "png")]
    assert isinstance(book, Attachment)
    assert isinstance(text, Attachment)
    assert isinstance(chart, Attachment)
    kept = await files.fetch(session, asked.clock.now(), book.file_id)
    assert kept is not None
    with zipfile.ZipFile(io.BytesIO(kept.content)) as archive:
        words = archive.read("xl/sharedStrings.xml").decode()
    assert listing.title in words
    assert "จัดทำให้ เลขาจังหวัด เมื่อ 21 พ.ย. 2569" in words
    kept = await files.fetch(session, asked.clock.now(), text.file_id)
    assert kept is not None
    lines = list(csv.reader(io.StringIO(kept.content.decode("utf-8-sig"))))
    assert lines[3] == [column.heading for column in listing.columns]
    assert "เลขาจังหวัด" in lines[-1][0]
    assert chart.is_picture == bool(listing.bars)


async def test_members_are_in_no_list(turn: TurnMaker) -> None:
    for name in BUILDERS:
        listing = await listed(await turn("secretary", "out_of_scope", ""), name)
        assert not isinstance(listing, Reply)
        told = str(listing)
        assert not any(person in told for person in ("มาลี", "กมล", "ทองใบ", "สมชาย", "A-0012"))


async def test_news_names_nobody(turn: TurnMaker) -> None:
    asked = await turn("coordinator", "news.draft", "")
    text = "ให้คุณสมหญิงเยี่ยมป้าจันทร์ที่เป็นมะเร็ง โทร 081-234-5678 และ สมศรี พูนสุข รายงาน"
    told = news.without_names(asked, text, ["สมศรี พูนสุข"])
    assert not any(word in told for word in ("สมหญิง", "สมศรี", "มะเร็ง", "081-234-5678"))


async def test_a_reporter_is_named_only_with_his_consent(turn: TurnMaker, session: AsyncSession) -> None:
    meeting = await session.scalar(select(Record).where(Record.kind == "meeting").order_by(Record.day.desc()).limit(1))
    assert meeting is not None
    reporter = await session.scalar(select(Person).where(Person.display_name == "ผู้ประสานงาน"))
    assert reporter is not None
    reporter.display_name = "สมพงษ์ ใจงาม"
    meeting.person_id = reporter.id
    await session.flush()
    asked = await turn("coordinator", "news.draft", "")
    assert "สมพงษ์" not in text_of_news(await news.handle(asked))
    agreed = Consent(
        person_id=reporter.id, kind="publicity", text_version="t", channel="line", given_at=asked.clock.now()
    )
    session.add(agreed)
    await session.flush()
    assert "รายงาน : สมพงษ์ ใจงาม" in text_of_news(await news.handle(asked))


def text_of_news(reply: Reply) -> str:
    return "\n".join(part.text if isinstance(part, Text) else part.plain() for part in reply.parts)


async def test_another_zones_meeting_opens_by_no_number(turn: TurnMaker, session: AsyncSession) -> None:
    meetings = list(await session.scalars(select(Record).where(Record.kind == "meeting")))
    theirs = next(one for one in meetings if one.day.year == 2026 and one.day.month == 9)
    for intent in ("meeting.list", "news.draft", "list.give"):
        asked = await turn("coordinator", intent, "", l="meeting", r=str(theirs.id))
        assert "โคกสะอาด" not in text_of_news(await registry.handle(asked, intent))
    decided = await session.scalar(select(Resolution).where(Resolution.record_id == theirs.id))
    assert decided is not None
    asked = await turn("coordinator", "resolution.done", "", id=str(decided.id))
    assert "โคกสะอาด" not in text_of(await registry.handle(asked, "resolution.done"))
    await session.refresh(decided)
    assert decided.state == "open"


async def test_a_decision_is_done_only_on_a_yes(turn: TurnMaker, session: AsyncSession) -> None:
    asked = await turn("coordinator", "resolution.done", "มติข้อ 1 เสร็จแล้ว")
    await registry.handle(asked, "resolution.done")
    waiting = asked.memory.pending
    assert waiting is not None
    number = waiting["slots"]["id"]
    row = await session.get_one(Resolution, number)
    no = await turn("coordinator", "resolution.done", "", pending=waiting, id=number, done="no")
    await registry.handle(no, "resolution.done")
    assert row.state == "open"
    yes = await turn("coordinator", "resolution.done", "", pending=waiting, id=number, done="yes")
    await registry.handle(yes, "resolution.done")
    assert row.state == "done"
    left = await turn("observer", "resolution.done", "", pending=waiting, id=number, done="yes")
    await registry.handle(left, "resolution.done")
    deeds = await session.scalars(select(AuditEvent.action).where(AuditEvent.subject == f"resolution:{number}"))
    assert list(deeds) == ["resolution.done"]
