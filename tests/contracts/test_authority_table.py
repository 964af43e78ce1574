"""Nobody reads or writes outside his subtree: every role, every area, every deed, every command and tap of the house.

Two tables. The first asks the rule itself (bot/services/authority.py) on both databases; the second lets somebody in
every office try every command that the house hears, with the names and numbers of areas that are not his, carries each
through to its confirmation, and compares all rows before and after. A handler that forgets its check fails here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import pack
from bot.handlers import give_file, handbook, registry, team
from bot.handlers import invites as handing_out
from bot.handlers.parts.form_scene import VERB as FORM_VERB
from bot.handlers.taps import VERBS
from bot.services import authority, invites, recognition
from bot.services.authority import ALLOWED, Deed, below, may, scope
from bot.understanding.understand import Understander
from storage import session as storage_session
from tests.contracts.conftest import KEY, NOW
from tests.contracts.rights_stage import (
    TODAY,
    Stage,
    World,
    figures,
    name_of,
    open_stage,
    outside,
    secret,
    seen_above,
)
from tests.contracts.three_levels import NAMES, PARENTS, inside, lay, person

Sessions = async_sessionmaker[AsyncSession]
ENTERS = {"meeting", "fund", "assess", "plan", "report"}
OFFICER = {"see", "team", "bind"} | ENTERS
EXPECTED = {
    **dict.fromkeys(("chair", "officer", "treasurer", "fund_secretary"), OFFICER),
    "coordinator": {"see", "team", "review", "invite", "bind", "announce", "target"} | ENTERS,
    "assistant": {"see", "team", "review"} | ENTERS,
    "secretary": {"see", "team", "review", "invite", "bind", "announce", "target", "deadline"} | ENTERS,
    "joint_secretary": {"see", "team", "review", "meeting"},
    "observer": {"see"},
}
"""Written down here a second time: whoever changes the rule changes both, knowingly."""


def test_the_roles_and_their_deeds_are_those_agreed() -> None:
    assert {role: {deed.value for deed in deeds} for role, deeds in ALLOWED.items()} == EXPECTED


async def test_every_role_area_and_deed(sessions: Sessions, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule against the tree as the test knows it: role × where it hangs × deed × where it is tried."""
    asked = 0
    async with sessions.begin() as session:
        laid = await lay(session)
        nobody = await person(session, laid, "nobody", NOW)
        for role in [*EXPECTED, "king"]:
            for held in PARENTS:
                who = await person(session, laid, f"{role}-{held}", NOW, (role, held))
                speaker = await recognition.speaker(session, who, TODAY)
                for deed in Deed:
                    allowed = deed.value in EXPECTED.get(role, ())
                    wanted = {code for code in PARENTS if allowed and code in inside(held)}
                    got = {code for code, area_id in laid.areas.items() if await may(session, speaker, deed, area_id)}
                    assert got == wanted, (role, held, deed)
                    reach = await scope(session, speaker, deed)
                    assert {code for code, area_id in laid.areas.items() if area_id in reach.area_ids} == wanted
                    assert {fund.code for fund in reach.funds} == {code for code in wanted if code[0] == "F"}
                    asked += len(PARENTS)
        speaker = await recognition.speaker(session, nobody, TODAY)
        assert not any([await scope(session, speaker, deed) for deed in Deed])
        assert not await below(session, ())
    with capsys.disabled():
        print(f"\nauthority: {len(EXPECTED) + 1} roles × {len(PARENTS)} × {len(Deed)} deeds × {len(PARENTS)} = {asked}")


OFFICES = (
    ("treasurer", "F1"),
    ("coordinator", "Z1"),
    ("assistant", "Z1"),
    ("secretary", "P1"),
    ("joint_secretary", "P1"),
    ("observer", "P1"),
    ("", ""),
)
"""Who tries; the last is somebody without any office."""
SENTENCES = (
    "ประชุม{area}เมื่อวาน คนมา 20 คน",
    "กองทุน{area}หยุดดำเนินการแล้ว",
    "กองทุน{area}สมาชิกตอนนี้ 333 คน",
    "กองทุน{area}มีเงินคงเหลือ 50000 บาท",
    "กองทุน{area}ไม่มีอะไรเปลี่ยนแปลง",
    "สอบทานกองทุน{area}แล้ววันนี้ ผ่าน",
    "ประเมินกองทุน{area} ข้อ1ได้3 ข้อ2ได้4",
    "ผลประเมินกองทุน{area}",
    "แผนข้อ 5 กองทุน{area} ขยายสมาชิกในโรงเรียน งบ 8000",
    "แผน{area}ครบ 6 เรื่องยัง",
    "กองทุน{area}ส่งรายงานแล้ว",
    "กองทุน{area}ส่งรายงานหรือยัง",
    "ใครยังไม่ส่งรายงาน {area}",
    "อบต.{area}โอนสมทบมาแล้ว 5 หมื่น",
    "อบต.{area}ปีนี้ไม่สมทบ",
    "ขอสมทบได้ยัง กองทุน{area}",
    "ลงพื้นที่ฟื้นฟูกองทุน{area}รอบ 2 ได้กรรมการชุดใหม่ 9 คน",
    "กองทุนที่กำลังฟื้นฟู {area}",
    "ตั้งเป้าสมาชิกเพิ่ม 100 คน {area}",
    "เป้าหมาย{area}ไปถึงไหนแล้ว",
    "สรุป{area}",
    "สรุปกองทุน{area}",
    "ประชุม{area}ครั้งที่แล้วว่ายังไงบ้าง",
    "มติ{area}ที่ยังไม่เสร็จ",
    "ร่างข่าวประชุม{area}",
    "กองทุนไหนหยุดบ้าง {area}",
    "สัดส่วนสมาชิกต่อประชากร {area}",
    "ขอไฟล์เอ็กเซล {area}",
    "ขอไฟล์เอ็กเซลกองทุนที่หยุดดำเนินการ {area}",
    "ทีม{area}มีใครบ้าง",
    "ใครดูแล{area}",
    "ทีมโซนมีใครบ้าง {area}",
    "ออกรหัสผู้ประสานงาน{area}",
    "ออกรหัสผู้ช่วย{area}",
    "ออกรหัสเลขาจังหวัด{area}",
    "ออกรหัสผู้สังเกตการณ์{area}",
    "ออกรหัสเหรัญญิกกองทุน{area}",
    "รหัสที่ออกไว้",
    "ขอสรุปงานค้างส่งมอบ",
    "เลื่อนกำหนดส่งแผนของ{area}เป็น 5 ก.พ. 2570",
    "ตั้งกำหนดส่งรายงานประจำปี ปีงบ 69 ของ{area} วันที่ 30 พ.ย. 2569",
    "กำหนดส่งงานของ{area}",
    "ขอเลื่อนส่งแผนกองทุน{area}ไปอาทิตย์หน้า",
    "กองทุน{area}ไม่ต้องส่งแผนปีนี้",
    "เตือนกองทุนที่ยังไม่ส่งใน{area}ให้หน่อย",
    "ประกาศในกลุ่ม{area}: ประชุม 5 ธ.ค. 9 โมง ห้องประชุม อบต.",
    "ลบอันเมื่อกี้ ใส่ผิดโซน",
    "คำถาม",
)
IN_GROUPS = (
    "ทีมโซนเรามีใครบ้าง",
    "สรุปโซน",
    "ใครยังไม่ส่งรายงาน",
    "ผูกกลุ่มกับ{area}",
    "ผูกกลุ่ม",
    "เลิกผูกกลุ่ม",
    "ประชุมเมื่อวาน คนมา 20 คน",
)


OF_MEMBERS = ("benefit.", "member.", "claim.", "helper.", "privacy.", "consent", "talk.", "greet", "thanks", "help")


def taps(stage: Stage, target: str) -> Iterator[str]:
    """Every tap that the house knows, forged for an area that is not the presser's."""
    area, fund = stage.laid.areas[target], stage.laid.funds.get(target)
    rows = {kind: number for (kind, code), number in stage.ids.items() if code == target}
    for intent in registry.HANDLERS:
        yield pack("ask", intent, a=area, fund_id=fund)
        if intent.startswith(OF_MEMBERS):
            continue  # about the asker himself and his fund's public rules: nothing of an area is in them
        yield pack("ask", intent, area_id=area, fund=target)
        yield pack("ask", intent, id=rows["resolution"], r=rows["meeting"])
        yield pack("ask", intent, record=rows["meeting"], r=rows["target"], w=1)
    for listing in [*dict(give_file.NAMED), "meeting"]:
        yield pack("ask", give_file.INTENT, **{"l": listing, "a": area, "r": rows["meeting"], "as": "text"})
    if fund is not None:
        for form in ("fund_figures", "fund_state"):
            yield pack("ask", "update.fund_status", form=form, fund_id=fund)
    for role in ("coordinator", "assistant", "observer", "treasurer", "secretary"):
        yield pack("invite", "area", role, str(area))
        yield pack("code", "zone", role, str(area))
    yield pack("invite", "revoke", str(rows["code"]))
    for act in ("end", "ended"):
        yield pack("office", act, str(rows["office"]))
    yield pack("team", str(area))
    yield pack("group", "bind", str(area))
    yield pack("question", "1")
    if "asked" in rows:
        yield pack("extend", "yes", str(rows["asked"]))
        yield pack("extend", "no", str(rows["asked"]))


class Remembering:
    """The understander, which reads each sentence of the table once for all offices."""

    def __init__(self, inner: Understander) -> None:
        self.read, self.read_two = cache(inner.read), cache(inner.read_two)


@pytest.fixture(scope="module")
def remembering(understander: Understander) -> Understander:
    return cast(Understander, Remembering(understander))


@pytest.fixture
async def stage(migrated_sqlite: Path, tmp_path: Path, remembering: Understander) -> AsyncIterator[Stage]:
    path = tmp_path / "rights.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    engine = storage_session.engine(f"sqlite+aiosqlite:///{path}", data_key=KEY)
    async with storage_session.sessions(engine)() as session:
        yield await open_stage(session, remembering)
        await session.rollback()
    await engine.dispose()


async def actor(stage: Stage, role: str, code: str) -> str:
    """Somebody new in the office; his account."""
    account = f"{role or 'nobody'}-{code}"
    await person(stage.session, stage.laid, account, NOW, *([(role, code)] if role else []))
    return account


def targets(role: str, code: str) -> list[str]:
    """A sibling, what lies below another branch, and the node above: what an office must not reach.

    Offices that may less than another one of the same place try one of them: the rest is the first table's.
    """
    if not code:
        return ["P1", "F4"]
    found = {"F1": ["F2", "Z1", "F4"], "Z1": ["Z2", "F3", "P1"], "P1": ["Z3", "F4"]}[code]
    return {"assistant": ["F3"], "joint_secretary": ["Z3"], "observer": ["F4"]}.get(role, found)


def faults(told: str, touched: World, hidden: set[str], names: set[str]) -> list[str]:
    """What was read or written of areas that are not the speaker's."""
    read = [f"read {area}" for area in hidden if secret(area) in told]
    read += [f"read {area}" for area in hidden if area[0] == "F" and any(each in told for each in figures(area))]
    read += [f"name {area}" for area in names if name_of(area) in told]
    return read + [f"wrote {key} of {row[0]}" for key, row in touched.items() if row[0] in hidden]


@pytest.mark.parametrize(("role", "code"), OFFICES, ids=lambda each: str(each) or "nobody")
async def test_no_command_reads_or_writes_outside(
    stage: Stage, role: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    account = await actor(stage, role, code)
    hidden = outside(code) if code else set(PARENTS)
    names = hidden - seen_above(role, code)
    before = await stage.world()
    tried = 0
    for target in targets(role, code):
        openings = [({"text": sentence.format(area=NAMES[target])}, "") for sentence in SENTENCES]
        openings += [({"data": data}, "") for data in taps(stage, target)]
        zone = next((each for each in ("Z3", "Z2") if each in hidden), "Z1")
        openings += [({"text": text.format(area=NAMES[target])}, f"group-{zone}") for text in IN_GROUPS]
        openings += [({"data": pack("group", "bind", str(stage.laid.areas[target]))}, "group-free")]
        for opening, group in openings:
            async with stage.undone():
                told = await stage.attempt(account, opening, target, group)
                touched = await stage.changes(before)
            assert faults(told, touched, hidden, names) == [], (role, code, target, opening, group)
            tried += 1
    with capsys.disabled():
        print(f"\n{role or 'nobody'} {code}: {tried} commands on {targets(role, code)}, {stage.turns_taken} turns")


async def test_the_same_commands_do_read_and_write_inside(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """The table would prove nothing if the commands did nothing: in one's own area they do."""
    account = await actor(stage, "secretary", "P2")
    before = await stage.world()
    reading, writing = set(), set()
    for target in ("F4",):
        openings = [{"text": sentence.format(area=NAMES[target])} for sentence in SENTENCES]
        openings += [{"data": data} for data in taps(stage, target)]
        for opening in openings:
            async with stage.undone():
                told = await stage.attempt(account, opening, target)
                touched = await stage.changes(before)
            command = opening.get("text") or opening["data"].split("?")[0]
            if any(word in told for word in (secret(target), name_of(target), *figures(target))):
                reading.add(command)
            if touched:
                writing.add(command)
    with capsys.disabled():
        print(f"\ninside: {len(reading)} commands read, {len(writing)} write")
    assert len(reading) >= 8, sorted(reading)
    assert len(writing) >= 8, sorted(writing)


class _Forgetful:
    """A module whose questions for the right are always answered with yes."""

    def __init__(self, module: ModuleType, *asked: str) -> None:
        self.module, self.asked = module, asked

    def __getattr__(self, name: str) -> object:
        return _yes if name in self.asked else getattr(self.module, name)


async def _yes(*_: object) -> bool:
    return True


async def test_a_forgotten_check_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers that do not ask, on purpose: the table sees what they read and what they write."""
    account = await actor(stage, "coordinator", "Z1")
    hidden, before = outside("Z1"), await stage.world()
    area = str(stage.laid.areas["Z2"])
    openings = {
        "name Z2": {"text": f"ทีม{NAMES['Z2']}มีใครบ้าง"},
        "wrote": {"data": pack("invite", "area", "assistant", area)},
    }

    async def tried(opening: dict[str, str]) -> str:
        async with stage.undone():
            told = await stage.attempt(account, opening, "Z2")
            touched = await stage.changes(before)
        return "; ".join(faults(told, touched, hidden, hidden))

    assert [await tried(opening) for opening in openings.values()] == ["", ""]
    monkeypatch.setattr(team, "authority", _Forgetful(authority, "may"))
    monkeypatch.setattr(handing_out, "invites", _Forgetful(invites, "may_issue"))
    for wanted, opening in openings.items():
        assert wanted in await tried(opening)


def test_every_verb_of_a_tap_is_among_those_tried() -> None:
    """A new verb with an area in it must be added to `taps`."""
    own = {"questions", "question", "consent", "helper", "evidence", handbook.VERB}  # carry no area
    assert set(VERBS) - own <= {"invite", "code", "office", "team", "group", "extend"}
    assert FORM_VERB == "f"
