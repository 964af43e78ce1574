"""Rich menus: the fake platform against LINE's own SDK, our way of putting menus up, and who is shown which."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from linebot.v3.messaging import (
    ApiException,
    CreateRichMenuAliasRequest,
    PostbackAction,
    RichMenuArea,
    RichMenuBounds,
    RichMenuBulkLinkRequest,
    RichMenuBulkUnlinkRequest,
    RichMenuRequest,
    RichMenuSize,
    UpdateRichMenuAliasRequest,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.channels.line import LineChannel
from bot.channels.line_api import LineApi
from bot.channels.line_menu_shelf import MenuRefused, menu_ids, publish, show
from bot.channels.line_menus import HEIGHT, MENUS, WIDTH
from bot.clock import MovableClock
from bot.delivery.menus import MenuKeeper
from bot.demo.identities import GROUPS, PERSONAS, group_id, user_id
from bot.demo.network import lay
from bot.services import menus
from bot.transcript import line_stage
from bot.transcript.stage import DemoDatabase
from bot.understanding.understand import Understander
from bot.web.simulator.faults import Fault
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running
from bot.words import load_words
from storage.models import Appointment, Fund, Identity
from tests.contracts.line_bot import SECRET, TOKEN, LineBot, line_bot
from tests.contracts.line_house import png

MALEE, TREASURER, SECRETARY = user_id("malee"), user_id("treasurer"), user_id("secretary")
WORDS = load_words()


PICTURES = {menu.role: png(WIDTH, HEIGHT, 40 * number) for number, menu in enumerate(MENUS)}
SMALL = png(800, 270)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    return tmp_path / "traffic.jsonl"


@pytest.fixture
def fake(clock: MovableClock, traffic: Path) -> FakeLine:
    fake = FakeLine(clock, SECRET, TOKEN, traffic=traffic)
    for key in PERSONAS:
        fake.add_user(user_id(key), key)
    return fake


@pytest.fixture
async def bot(fake: FakeLine) -> AsyncIterator[LineBot]:
    async with line_bot(fake) as bot:
        yield bot


def request(**changes: Any) -> RichMenuRequest:
    action = PostbackAction(label="ดูสิทธิ์", data="ask:benefit.list", displayText="ดูสิทธิ์")
    area = RichMenuArea(bounds=RichMenuBounds(x=0, y=0, width=800, height=270), action=action)
    size = RichMenuSize(width=800, height=270)
    given = {"size": size, "selected": True, "name": "n", "chatBarText": "เมนู", "areas": [area]} | changes
    return RichMenuRequest(**given)


async def refused(call: Any, status: int) -> None:
    with pytest.raises(ApiException) as caught:
        await call
    assert caught.value.status == status


async def made(bot: LineBot) -> str:
    """A menu with its picture."""
    menu = (await bot.api.create_rich_menu(request())).rich_menu_id
    await bot.blob.set_rich_menu_image(menu, body=SMALL, _headers={"Content-Type": "image/png"})
    return str(menu)


# ------------------------------------------------------------------------------------------- the platform itself


async def test_a_menu_is_made_drawn_listed_and_removed(bot: LineBot) -> None:
    await bot.api.validate_rich_menu_object(request())
    menu = await made(bot)
    assert [one.rich_menu_id for one in (await bot.api.get_rich_menu_list()).richmenus] == [menu]
    assert (await bot.api.get_rich_menu(menu)).chat_bar_text == "เมนู"
    assert bytes(await bot.blob.get_rich_menu_image(menu)) == SMALL
    await refused(bot.blob.set_rich_menu_image(menu, body=SMALL, _headers={"Content-Type": "image/png"}), 400)
    await bot.api.delete_rich_menu(menu)
    await refused(bot.api.get_rich_menu(menu), 404)


async def test_without_a_picture_a_menu_is_shown_to_nobody(bot: LineBot) -> None:
    menu = (await bot.api.create_rich_menu(request())).rich_menu_id
    await refused(bot.api.set_default_rich_menu(menu), 400)
    await refused(bot.api.link_rich_menu_id_to_user(MALEE, menu), 400)
    await refused(bot.blob.get_rich_menu_image(menu), 404)
    for picture in (png(800, 271), b"GIF89a", b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 1_000_001):
        await refused(bot.blob.set_rich_menu_image(menu, body=picture, _headers={"Content-Type": "image/png"}), 400)
    await refused(bot.blob.set_rich_menu_image(menu, body=SMALL, _headers={"Content-Type": "image/gif"}), 415)


async def test_ones_own_menu_goes_before_everybodys(fake: FakeLine, bot: LineBot) -> None:
    everybodys, own = await made(bot), await made(bot)
    await refused(bot.api.get_default_rich_menu_id(), 404)
    await bot.api.set_default_rich_menu(everybodys)
    assert (await bot.api.get_default_rich_menu_id()).rich_menu_id == everybodys
    await bot.api.link_rich_menu_id_to_user(MALEE, own)
    assert (await bot.api.get_rich_menu_id_of_user(MALEE)).rich_menu_id == own
    await refused(bot.api.get_rich_menu_id_of_user(TREASURER), 404)
    assert [one.id for user in (MALEE, TREASURER) if (one := fake.menus.shown_to(user))] == [own, everybodys]
    await bot.api.delete_rich_menu(own)
    assert (shown := fake.menus.shown_to(MALEE))
    assert shown.id == everybodys, "a menu that is gone leaves everybody's"
    await bot.api.cancel_default_rich_menu()
    assert fake.menus.shown_to(MALEE) is None


async def test_many_at_once(fake: FakeLine, bot: LineBot) -> None:
    menu = await made(bot)
    await bot.api.link_rich_menu_id_to_users(RichMenuBulkLinkRequest(richMenuId=menu, userIds=[MALEE, TREASURER]))
    assert fake.calls[-1].status == 202
    assert fake.menus.linked == {MALEE: menu, TREASURER: menu}
    await bot.api.unlink_rich_menu_id_from_users(RichMenuBulkUnlinkRequest(userIds=[MALEE]))
    await bot.api.unlink_rich_menu_id_from_user(TREASURER)
    assert fake.menus.linked == {}


async def test_aliases(bot: LineBot) -> None:
    one, other = await made(bot), await made(bot)
    await bot.api.create_rich_menu_alias(CreateRichMenuAliasRequest(richMenuAliasId="nb-a", richMenuId=one))
    await refused(
        bot.api.create_rich_menu_alias(CreateRichMenuAliasRequest(richMenuAliasId="nb-a", richMenuId=one)), 400
    )
    await refused(
        bot.api.create_rich_menu_alias(
            CreateRichMenuAliasRequest.construct(rich_menu_alias_id="NB a", rich_menu_id=one)
        ),
        400,
    )
    await bot.api.update_rich_menu_alias("nb-a", UpdateRichMenuAliasRequest(richMenuId=other))
    assert (await bot.api.get_rich_menu_alias("nb-a")).rich_menu_id == other
    assert [row.rich_menu_id for row in (await bot.api.get_rich_menu_alias_list()).aliases] == [other]
    await bot.api.delete_rich_menu_alias("nb-a")
    await refused(bot.api.get_rich_menu_alias("nb-a"), 404)


def area(x: int = 0, width: int = 800, label: str = "x") -> RichMenuArea:
    bounds = RichMenuBounds(x=x, y=0, width=width, height=270)
    return RichMenuArea(bounds=bounds, action=PostbackAction(label=label, data="d"))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"size": RichMenuSize(width=799, height=270)}, "size.width"),
        ({"size": RichMenuSize(width=2501, height=1000)}, "size.width"),
        ({"size": RichMenuSize(width=800, height=249)}, "size.height"),
        ({"size": RichMenuSize(width=800, height=600), "areas": []}, "size.height"),
        ({"areas": [area(x=1)]}, "areas[0].bounds"),
        ({"areas": [area(width=10, x=10 * n) for n in range(21)]}, "areas"),
        ({"areas": [area(label="ก" * 21)]}, "areas[0].action.label"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)
async def test_what_line_refuses(bot: LineBot, wrong: dict[str, Any], where: str) -> None:
    for call in (bot.api.validate_rich_menu_object, bot.api.create_rich_menu):
        with pytest.raises(ApiException) as caught:
            await call(request(**wrong))
        assert caught.value.status == 400
        assert where in [detail["property"] for detail in json.loads(caught.value.body)["details"]]


async def test_a_hundred_creations_and_deletions_an_hour(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    for _ in range(50):
        await bot.api.delete_rich_menu((await bot.api.create_rich_menu(request())).rich_menu_id)
    await refused(bot.api.create_rich_menu(request()), 429)
    clock.advance(timedelta(hours=1))
    await bot.api.create_rich_menu(request())


# ------------------------------------------------------------------------------------------- putting menus up


@pytest.fixture
async def api(fake: FakeLine) -> AsyncIterator[LineApi]:
    async with running(fake) as url:
        api = LineApi(TOKEN, url)
        try:
            yield api
        finally:
            await api.close()


def counted(fake: FakeLine, method: str, ending: str) -> int:
    return sum(call.method == method and call.path.endswith(ending) for call in fake.calls)


async def test_menus_are_put_up_once(fake: FakeLine, api: LineApi) -> None:
    first = await publish(api, WORDS, PICTURES)
    assert len(first.made) == len(MENUS)
    ids = await menu_ids(api)
    assert set(ids) == set(menus.MENUS)
    assert fake.menus.default == ids["member"]
    again = await publish(api, WORDS, PICTURES)
    assert (again.made, again.dropped) == ([], [])
    assert again.kept == first.made
    assert counted(fake, "POST", "/richmenu") == counted(fake, "POST", "/content") == len(MENUS)
    assert await menu_ids(api) == ids


@pytest.mark.parametrize("calls_before", range(2, 20))
async def test_a_try_that_breaks_off_is_taken_up_again(fake: FakeLine, api: LineApi, calls_before: int) -> None:
    whole = 0
    real = api.call

    async def breaking(*given: Any, **more: Any) -> Any:
        nonlocal whole
        whole += 1
        if whole == calls_before:
            await real(*given, **more)
            raise MenuRefused("the line is cut after LINE has done it")
        return await real(*given, **more)

    api.call = breaking  # type: ignore[method-assign]
    with pytest.raises(MenuRefused):
        await publish(api, WORDS, PICTURES)
    api.call = real  # type: ignore[method-assign]
    await publish(api, WORDS, PICTURES)
    ids = await menu_ids(api)
    assert set(ids) == set(menus.MENUS)
    assert fake.menus.default == ids["member"]
    assert all(fake.menus.menus[one].picture for one in ids.values())
    assert len(fake.menus.menus) == len(MENUS), "nothing lies about"


async def test_a_new_picture_replaces_the_menu_and_the_old_one_goes_last(fake: FakeLine, api: LineApi) -> None:
    await publish(api, WORDS, PICTURES)
    old = await menu_ids(api)
    newer = PICTURES | {"secretary": png(WIDTH, HEIGHT, 250)}
    done = await publish(api, WORDS, newer)
    assert [name.split()[1] for name in done.made] == ["secretary"]
    assert done.dropped == []
    assert old["secretary"] in fake.menus.menus, "who has it keeps it until he is shown the new one"
    later = await publish(api, WORDS, newer)
    assert [name.split()[1] for name in later.dropped] == ["secretary"]
    assert old["secretary"] not in fake.menus.menus


async def test_menus_of_others_are_left_alone(fake: FakeLine, api: LineApi) -> None:
    foreign = fake.menus.make({"name": "ของร้านเดิม", "areas": []})
    for shade in (1, 2, 3):
        await publish(api, WORDS, {menu.role: png(WIDTH, HEIGHT, shade) for menu in MENUS})
    assert foreign.id in fake.menus.menus


async def test_a_refusal_names_the_step(fake: FakeLine, api: LineApi) -> None:
    fake.faults.next("menu", Fault.SERVER)
    with pytest.raises(MenuRefused, match="500 to GET /v2/bot/richmenu/list"):
        await publish(api, WORDS, PICTURES)


async def test_six_hundred_people_are_shown_a_menu_in_two_calls(fake: FakeLine, api: LineApi) -> None:
    await publish(api, WORDS, PICTURES)
    people = [f"U{number:032x}" for number in range(600)]
    await show(api, people, (await menu_ids(api))["officer"])
    assert counted(fake, "POST", "/bulk/link") == 2


async def test_the_calls_satisfy_lines_own_description(fake: FakeLine, api: LineApi, traffic: Path) -> None:
    judge = os.environ.get("NONGBAHT_LINE_JUDGE")
    if not judge:
        pytest.skip("NONGBAHT_LINE_JUDGE is not set to a judge of LINE traffic")
    await publish(api, WORDS, PICTURES)
    await publish(api, WORDS, PICTURES | {"member": png(WIDTH, HEIGHT, 99)})
    await publish(api, WORDS, PICTURES)
    ids = await menu_ids(api)
    for people in ([MALEE], [MALEE, TREASURER]):
        await show(api, people, ids["officer"])
        await show(api, people, None)
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, judge, str(traffic)], capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines()[-1].endswith("judged, 0 faults"), run.stdout + run.stderr


# ------------------------------------------------------------------------------------------- who is shown which


@pytest.fixture
async def keeper(
    fake: FakeLine, api: LineApi, clock: MovableClock, sessions: async_sessionmaker[AsyncSession]
) -> AsyncIterator[MenuKeeper]:
    """The keeper over the demo network, the menus already up."""
    async with sessions.begin() as session:
        chats = {key: group_id(key) for key in GROUPS}
        await lay(session, "line", {key: user_id(key) for key in PERSONAS}, chats)
    await publish(api, WORDS, PICTURES)
    channel = LineChannel(TOKEN, WORDS, api_url=api._url)
    try:
        yield MenuKeeper(sessions, {"line": channel, "terminal": object()}, clock)
    finally:
        await channel.close()


def shown(fake: FakeLine, key: str) -> str:
    menu = fake.menus.shown_to(user_id(key))
    return str(menu.spec["name"]).split()[1] if menu else "none"


async def end_role(sessions: async_sessionmaker[AsyncSession], key: str, last_day: date) -> None:
    async with sessions.begin() as session:
        person = await session.scalar(select(Identity.person_id).where(Identity.account_id == user_id(key)))
        held = await session.scalars(select(Appointment).where(Appointment.person_id == person))
        for appointment in held:
            appointment.until_date = last_day


async def test_each_role_has_its_menu(fake: FakeLine, keeper: MenuKeeper) -> None:
    await keeper.sweep()
    told = {key: shown(fake, key) for key in ("malee", "stranger", "treasurer", "coordinator", "secretary", "observer")}
    assert told == {
        "malee": "member",
        "stranger": "member",
        "treasurer": "officer",
        "coordinator": "coordinator",
        "secretary": "secretary",
        "observer": "member",
    }
    before = len(fake.calls)
    await keeper.sweep()
    assert [call.path for call in fake.calls[before:]] == ["/v2/bot/richmenu/alias/list"], "what is right stays so"


async def test_a_role_that_ends_takes_its_menu_along(
    fake: FakeLine, keeper: MenuKeeper, clock: MovableClock, sessions: async_sessionmaker[AsyncSession]
) -> None:
    await keeper.sweep()
    await end_role(sessions, "secretary", clock.today())
    await keeper.sweep()
    assert shown(fake, "secretary") == "secretary", "the last day counts"
    clock.advance(timedelta(days=1))
    await keeper.sweep()
    assert shown(fake, "secretary") == "member"


async def test_a_role_that_begins_is_seen_after_the_turn(fake: FakeLine, keeper: MenuKeeper) -> None:
    await keeper.sweep()
    before = len(fake.calls)
    await keeper.look("line", MALEE, "member")
    await keeper.look("line", TREASURER, "officer")
    assert len(fake.calls) == before, "no call for those whose menu is right"
    await keeper.look("line", MALEE, "coordinator")
    assert shown(fake, "malee") == "coordinator"
    await keeper.look("line", MALEE, "member")
    assert shown(fake, "malee") == "member"


async def test_what_line_did_not_take_is_shown_later(fake: FakeLine, keeper: MenuKeeper) -> None:
    fake.faults.always("menu", Fault.SERVER)
    await keeper.sweep()
    assert not keeper.keeps("line")
    fake.faults.clear()
    await keeper.sweep()
    fake.faults.next("menu", Fault.SERVER)
    await keeper.look("line", MALEE, "officer")
    assert shown(fake, "malee") == "member"
    await keeper.look("line", MALEE, "officer")
    assert shown(fake, "malee") == "officer"


async def test_new_menus_reach_everybody(fake: FakeLine, api: LineApi, keeper: MenuKeeper) -> None:
    await keeper.sweep()
    await publish(api, WORDS, {menu.role: png(WIDTH, HEIGHT, 77) for menu in MENUS})
    await keeper.sweep()
    ids = await menu_ids(api)
    assert fake.menus.linked[SECRETARY] == ids["secretary"]
    assert fake.menus.linked[TREASURER] == ids["officer"]


async def test_where_no_menus_are_up_nobody_is_troubled(fake: FakeLine, api: LineApi, clock: MovableClock) -> None:
    channel = LineChannel(TOKEN, WORDS, api_url=api._url)
    keeper = MenuKeeper(None, {"line": channel}, clock)  # type: ignore[arg-type]
    await keeper.look("line", TREASURER, "officer")
    await keeper.sweep()
    assert [call.path for call in fake.calls] == ["/v2/bot/richmenu/alias/list"]
    await channel.close()


async def test_who_is_appointed_sees_it_with_his_next_message(understander: Understander) -> None:
    """The whole house over the demo network: one message, and the menu of the new role is there."""
    database = DemoDatabase("line", line_stage.ACCOUNTS, line_stage.CHATS)
    try:
        async with line_stage.opened(await database.fresh(), understander) as stage:
            fake, house = stage.fake, stage.house
            api = house.channels["line"].api  # type: ignore[attr-defined]
            await publish(api, WORDS, PICTURES)
            await house.menus.sweep()
            assert shown(fake, "malee") == "member"
            await stage.act("malee", "direct", "say", "สวัสดีค่ะ")
            assert MALEE not in fake.menus.linked, "an ordinary member costs no call"
            async with house.sessions.begin() as session:
                person = await session.scalar(select(Identity.person_id).where(Identity.account_id == MALEE))
                fund = await session.scalar(select(Fund).order_by(Fund.id).limit(1))
                assert fund
                session.add(
                    Appointment(person_id=person, role="officer", area_id=fund.area_id, from_date=date(2026, 11, 1))
                )
            fake.faults.next("menu", Fault.SERVER)
            for _ in range(2):
                said = fake.mark()
                await stage.act("malee", "direct", "say", "สวัสดีค่ะ")
                assert fake.news(said, chat=MALEE), "an answer comes whatever becomes of the menu"
                await asyncio.gather(*house.worker._hints)
            assert shown(fake, "malee") == "officer"
    finally:
        database.remove()


# ------------------------------------------------------------------------------------------- the command


async def nongbaht(*words: str, url: str = "", token: str = TOKEN) -> tuple[int, str, str]:
    """Runs `nongbaht line rich-menus …`; gives exit code and what it printed."""
    settings = {"NONGBAHT_LINE_API_URL": url, "NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN": token}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "line", "rich-menus", *words),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_the_command_draws_and_puts_up(fake: FakeLine, tmp_path: Path) -> None:
    async with running(fake) as url:
        code, out, err = await nongbaht("--out", str(tmp_path / "pictures"), "--upload", url=url)
    assert (code, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == sorted(f"{m.role}.png" for m in MENUS)
    assert [line.split()[0] for line in out.splitlines() if line.startswith("made:")] == ["made:"] * len(MENUS)
    assert set(fake.menus.aliases) == {f"nongbaht-{menu.role}" for menu in MENUS}
    made = fake.menus.menus[str(fake.menus.default)]
    assert made.picture == (tmp_path / "pictures" / "member.png").read_bytes()


@pytest.mark.parametrize(
    ("words", "token", "remedy"),
    [
        ((), TOKEN, "--out rich-menus"),
        (("--upload",), "", "LINE Developers console"),
        (("--upload",), "wrong", "401"),
        (("--out", "/dev/null/x"), TOKEN, "--out"),
    ],
)
async def test_an_operators_mistake_is_one_line(
    fake: FakeLine, words: tuple[str, ...], token: str, remedy: str
) -> None:
    async with running(fake) as url:
        code, out, err = await nongbaht(*words, url=url, token=token)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert remedy in err
