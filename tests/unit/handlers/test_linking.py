"""Linking in talk: an issued code redeemed, a new handset, relatives, forged taps, consents written down."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Card, Kind, Notice, Press, Reply
from bot.handlers.context import Memory
from bot.services.consents import TEXT_VERSION
from bot.turn import answer
from bot.words import load_words
from storage.models import AuditEvent, Code, Consent, Link, Member
from tests.unit.handlers.talk import TurnMaker, text_of

CONSENT_TEXTS = {"2569-1": "de57ab4b40ad"}
"""First figures of a hash of the asking sentences, by version: other words need another version."""


@dataclass
class Talk:
    """A persona's 1:1 chat that remembers."""

    turn: TurnMaker
    who: str
    memory: Memory = field(default_factory=Memory)
    notices: list[Notice] = field(default_factory=list)
    last: Reply = field(default_factory=lambda: Reply(()))

    async def say(self, text: str, intent: str = "out_of_scope", **slots: object) -> str:
        return await self._take(await self.turn(self.who, intent, text, **slots))

    async def press(self, data: str) -> str:
        made = await self.turn(self.who, "out_of_scope", kind_of_event=Kind.PRESS)
        made.incoming = replace(made.incoming, data=data)
        return await self._take(made)

    async def tap(self, label: str) -> str:
        buttons = [each for part in self.last.parts if isinstance(part, Card) for each in part.buttons]
        found = next(each for each in (*buttons, *self.last.choices) if label in each.label)
        assert isinstance(found.act, Press)
        return await self.press(found.act.data)

    async def _take(self, made: object) -> str:
        made.memory = self.memory  # type: ignore[attr-defined]
        self.last = await answer(made)  # type: ignore[arg-type]
        self.notices = made.notices  # type: ignore[attr-defined]
        await made.session.flush()  # type: ignore[attr-defined]
        return text_of(self.last)


def code_in(text: str) -> str:
    found = re.search(r"[A-Z]{4}-\d{4}", text)
    assert found is not None
    return found[0]


async def link(talk: Talk, code: str) -> str:
    await talk.say(code)
    await talk.tap("ยินยอมเชื่อมบัญชี")
    await talk.tap("ยินยอมข้อมูลสุขภาพ")
    return await talk.tap("ให้เตือน")


async def test_a_code_from_the_treasurer_links_the_member(turn: TurnMaker, session: AsyncSession) -> None:
    officer, member = Talk(turn, "treasurer"), Talk(turn, "newcomer")
    code = code_in(await officer.say("ออกรหัสให้ A-0050"))
    assert "ยินดีต้อนรับค่ะ คุณทองใบ" in await link(member, code)
    person = await session.scalar(select(Link.person_id).join(Member).where(Member.number == "A-0050"))
    rows = (await session.execute(select(Consent).where(Consent.person_id == person))).scalars().all()
    assert {(row.kind, row.text_version, row.channel, row.fund_id is None) for row in rows} == {
        ("link", TEXT_VERSION, "line", False),
        ("health", TEXT_VERSION, "line", False),
        ("reminders", TEXT_VERSION, "line", True),
    }
    done = list(await session.scalars(select(AuditEvent.action).where(AuditEvent.actor_person_id == person)))
    assert done == ["code.right", "code.used", "link.made", "consent.given", "consent.given", "consent.given"]


async def test_refusals_are_written_down_too(turn: TurnMaker, session: AsyncSession) -> None:
    member = Talk(turn, "stranger")
    await member.say("SUAN-7421")
    await member.tap("ไม่ยินยอม")
    assert await session.scalar(select(AuditEvent.action).where(AuditEvent.action == "consent.refused"))
    code = await session.scalar(select(Code).where(Code.purpose == "link"))
    assert code is not None
    assert code.uses_left == 1
    assert await session.scalar(select(Link).join(Member).where(Member.number == "A-0050")) is None


async def test_a_new_handset_takes_over_and_the_old_one_is_told(turn: TurnMaker) -> None:
    first, second, officer = Talk(turn, "stranger"), Talk(turn, "newcomer"), Talk(turn, "treasurer")
    await link(first, "SUAN-7421")
    code = code_in(await officer.say("ออกรหัสให้ A-0050"))
    await second.say(code)
    await second.tap("ยินยอมเชื่อมบัญชี")
    (notice,) = second.notices
    assert "A-0050 ถูกเชื่อมกับเครื่องใหม่" in text_of(notice.reply)
    assert "ยังไม่ได้ผูก" in await first.say("สถานะ", "member.status")
    assert "A-0050" in await second.say("สถานะ", "member.status")


@pytest.mark.parametrize(
    "data",
    [
        "fill:link?link=yes&code_id=1",
        "ask:link.account?code_id=1&link=yes",
        "consent:link:yes",
        "helper:relation:mother",
    ],
)
async def test_a_forged_tap_links_nothing(turn: TurnMaker, session: AsyncSession, data: str) -> None:
    before = len((await session.scalars(select(Link))).all())
    stranger = Talk(turn, "stranger")
    await stranger.press(data)
    await stranger.say("ผูกบัญชี", "link.account")
    await stranger.press(data)
    assert len((await session.scalars(select(Link))).all()) == before


async def test_a_forged_tap_cannot_swap_the_code(turn: TurnMaker, session: AsyncSession) -> None:
    """The number of the code comes from our memory, whatever a button claims."""
    officer, member = Talk(turn, "treasurer"), Talk(turn, "stranger")
    code_in(await officer.say("ออกรหัสให้ A-0012"))
    other = await session.scalar(select(Code.id).join(Member).where(Member.number == "A-0012"))
    await member.say("SUAN-7421")
    await member.press(f"fill:link?link=yes&code_id={other}")
    await member.press("consent:link:yes")
    numbers = list(await session.scalars(select(Member.number).join(Link).where(Link.proven_by.startswith("code:"))))
    assert numbers == ["A-0050"]


async def helped(turn: TurnMaker, member: str = "malee", relative: str = "newcomer") -> tuple[Talk, Talk]:
    """A member and a relative whom the member lets look; the member is the relative's mother."""
    giver, looker = Talk(turn, member), Talk(turn, relative)
    await giver.say("ให้ลูกสาวดูสิทธิ์แทนได้ไหม")
    code = code_in(await giver.tap("อนุญาตและขอรหัส"))
    assert "เป็นอะไรกับท่าน" in await looker.say(code)
    assert "ได้รับอนุญาตให้ดูสิทธิ์ของแม่" in await looker.tap("แม่")
    return giver, looker


async def test_a_relative_looks_with_the_members_consent(turn: TurnMaker) -> None:
    giver, looker = await helped(turn)
    (notice,) = looker.notices
    assert "A-0012" in text_of(notice.reply)
    said = await looker.say("แม่นอน รพ. 4 คืนได้กี่บาท", "benefit.amount", kind="hospital", nights=4, who="mother")
    assert said.startswith("ของคุณแม่ (ได้รับอนุญาต) A-0012 คุณมาลี")
    assert "400 บาท" in said
    assert "ใจดี" not in said
    own = await looker.say("นอน รพ. 4 คืนได้กี่บาท", "benefit.amount", kind="hospital", nights=4, fund="บ้านสวน")
    assert "400 บาท" not in own
    await giver.say("เลิกให้ดูแทน")
    after = await looker.say(
        "แม่นอน รพ. 4 คืนได้กี่บาท", "benefit.amount", kind="hospital", nights=4, who="mother", fund="บ้านสวน"
    )
    assert "400 บาท" not in after


async def test_what_is_asked_further_stays_about_the_member(turn: TurnMaker) -> None:
    _, looker = await helped(turn)
    await looker.say("แม่นอน รพ. ได้กี่บาท", "benefit.amount", kind="hospital", who="mother")
    said = await looker.press("fill:nights?nights=4")
    assert "ของคุณแม่" in said
    assert "400 บาท" in said
    assert "ของคุณแม่" in await looker.tap("เหลือสิทธิ์เท่าไร")


async def test_a_relative_may_look_but_not_claim_or_hand_on(turn: TurnMaker) -> None:
    _, looker = await helped(turn)
    assert "ได้รับอนุญาต" not in await looker.say("แม่นอน รพ.", "claim.start", kind="hospital", who="mother")
    assert "เจ้าตัวอนุญาต" in await looker.say("ให้ลูกสาวดูสิทธิ์แทนได้ไหม")
    labels = [choice.label for choice in looker.last.choices]
    assert "แจ้งขอรับเงิน" not in labels


async def test_without_the_members_health_consent_a_relative_reads_the_rule(turn: TurnMaker) -> None:
    giver, looker = await helped(turn)
    await giver.say("ไม่ให้ใช้ข้อมูลสุขภาพ")
    said = await looker.say("แม่นอน รพ. 4 คืน", "benefit.amount", kind="hospital", nights=4, who="mother")
    assert "เจ้าตัวยังไม่ได้ยินยอม" in said
    assert "400 บาท" not in said
    assert "พ.ย. 2569" in await looker.say("แม่ส่งถึงเดือนไหน", "member.status", who="mother")


async def test_unlinking_ends_what_relatives_see(turn: TurnMaker) -> None:
    giver, looker = await helped(turn)
    await giver.say("ถอนความยินยอม")
    await giver.tap("เลิกผูกบัญชี")
    assert "A-0012" not in await looker.say("สถานะแม่", "member.status", who="mother")


async def test_in_a_group_a_relative_reads_what_all_read(turn: TurnMaker) -> None:
    await helped(turn, relative="stranger")
    asked = await turn("stranger", "benefit.remaining", "แม่เหลือเท่าไร", where="village", who="mother")
    assert "400" not in text_of(await answer(asked))


async def test_ones_own_code_for_a_relative_is_for_the_relative(turn: TurnMaker) -> None:
    giver = Talk(turn, "malee")
    await giver.say("ให้ลูกสาวดูสิทธิ์แทนได้ไหม")
    code = code_in(await giver.tap("อนุญาตและขอรหัส"))
    assert "สำหรับญาติ" in await giver.say(code)


def test_other_words_of_consent_need_another_version() -> None:
    words = load_words()
    asked = "\n".join(words(f"consent.{kind}.text", fund="F") for kind in ("link", "health")) + words(
        "consent.reminders.text"
    )
    assert CONSENT_TEXTS[TEXT_VERSION] == hashlib.sha256(asked.encode()).hexdigest()[:12]


def test_the_card_is_short() -> None:
    assert len(load_words()("consent.link.text", fund="F").splitlines()) <= 8


async def test_an_officer_lets_a_relative_of_a_member_without_a_chat_look(turn: TurnMaker) -> None:
    officer, looker = Talk(turn, "treasurer"), Talk(turn, "newcomer")
    await looker.say(code_in(await officer.say("ออกรหัสให้ญาติของ A-0050")))
    await looker.tap("ยาย")
    assert "พ.ย. 2569" in await looker.say("สถานะยาย", "member.status", who="grandmother")
    said = await looker.say("ยายนอน รพ. 2 คืน", "benefit.amount", kind="hospital", nights=2, who="grandmother")
    assert "เจ้าตัวยังไม่ได้ยินยอม" in said
