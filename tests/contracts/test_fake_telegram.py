"""The fake Telegram through aiogram's own client: answers of the right shape, and Telegram's refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, exceptions, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.web.simulator.faults import Fault
from bot.web.simulator.telegram.records import Json
from tests.contracts.telegram_house import KAMOL, MALEE, SECRET, TOKEN, UPGRADED, VILLAGE, Telegram, telegram
from tests.conversations.telegram_judge import judge, unknown


@pytest.fixture
async def at() -> AsyncIterator[Telegram]:
    async with telegram() as made:
        yield made


@pytest.fixture
async def bot(at: Telegram) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(str(at.channel.api._url)))
    made = Bot(TOKEN, session=session)
    yield made
    await session.close()


def board(*rows: list[dict[str, str]]) -> types.InlineKeyboardMarkup:
    return types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(**button) for button in row] for row in rows]
    )


async def test_what_it_answers_is_what_another_client_understands(at: Telegram, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot) == ("nongbaht_bot", True)
    sent = await bot.send_message(MALEE, "สวัสดี", reply_markup=board([{"text": "ก", "callback_data": "x"}]))
    edited = await bot.edit_message_reply_markup(chat_id=MALEE, message_id=sent.message_id, reply_markup=board())
    photo = await bot.send_photo(MALEE, types.BufferedInputFile(b"\x89PNG", "รูป.png"), caption="กราฟ")
    book = await bot.send_document(VILLAGE, types.BufferedInputFile(b"PK", "สรุป.xlsx"))
    answers: list[Any] = [me, sent, edited, photo, book, await bot.get_chat_member(VILLAGE, KAMOL)]
    answers += [await bot.get_webhook_info(), await bot.get_file(photo.photo[-1].file_id)]
    assert [fault for answer in answers for fault in unknown(answer)] == []
    assert book.document is not None
    assert book.document.file_name == "สรุป.xlsx"
    assert await bot.get_chat_member_count(VILLAGE) == 3
    assert await bot.send_chat_action(MALEE, "typing")
    assert [call.method for call in at.fake.calls][:2] == ["getMe", "sendMessage"]


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"text": " "}, "message text is empty"),
        ({"text": "ก" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "ก", "entities": [types.MessageEntity(type="bold", offset=0, length=2)]}, "beyond the text"),
        ({"text": "😀", "entities": [types.MessageEntity(type="bold", offset=1, length=1)]}, "middle of a UTF-16"),
        ({"text": "ก", "reply_markup": board([{"text": "ก", "callback_data": "ก" * 22}])}, "BUTTON_DATA_INVALID"),
        ({"text": "ก", "reply_markup": board([{"text": "ก", "url": "tel:1323"}])}, "BUTTON_URL_INVALID"),
        (
            {"text": "ก", "reply_markup": board([{"text": "ก", "url": f"https://t.me/b?start={'x' * 65}"}])},
            "BUTTON_URL_INVALID",
        ),
        ({"text": "ก", "reply_markup": board([{"text": "ก"}])}, "text buttons are unallowed"),
        ({"text": "ก", "reply_markup": board([{"text": " ", "callback_data": "x"}])}, "must be non-empty"),
        ({"text": "ก", "reply_markup": board([{"text": "ก", "callback_data": "x"}] * 9)}, "too long"),
        ({"text": "ก", "reply_markup": board(*[[{"text": "ก", "callback_data": "x"}]] * 101)}, "too long"),
        ({"text": "ก", "reply_parameters": types.ReplyParameters(message_id=9)}, "replied not found"),
        ({"text": "ก", "chat_id": 999}, "chat not found"),
    ],
)
async def test_what_breaks_a_limit_is_refused(at: Telegram, bot: Bot, params: Json, told: str) -> None:
    with pytest.raises(exceptions.TelegramBadRequest, match=told):
        await bot.send_message(**{"chat_id": MALEE, **params})
    assert at.shown() == []


async def test_a_text_of_exactly_the_limit_is_taken(bot: Bot) -> None:
    await bot.send_message(MALEE, "😀" * 2048)


async def test_who_may_not_be_written_to(at: Telegram, bot: Bot) -> None:
    at.fake.people[KAMOL].started = False
    with pytest.raises(exceptions.TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(KAMOL, "สวัสดี")
    await at.fake.say(KAMOL, None, "สวัสดี")
    await bot.send_message(KAMOL, "สวัสดี")
    await at.fake.block(KAMOL)
    with pytest.raises(exceptions.TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(KAMOL, "สวัสดี")
    await at.fake.put_out(MALEE, VILLAGE)
    with pytest.raises(exceptions.TelegramForbiddenError, match="kicked"):
        await bot.send_message(VILLAGE, "สวัสดี")
    await at.fake.let_in(MALEE, VILLAGE)
    await at.fake.upgrade(VILLAGE, UPGRADED)
    with pytest.raises(exceptions.TelegramMigrateToChat):
        await bot.send_message(VILLAGE, "สวัสดี")
    await bot.send_message(UPGRADED, "สวัสดี")
    assert [fault for update in at.fake.pending for fault in judge({"update": update})] == []


async def test_too_fast(at: Telegram, bot: Bot) -> None:
    at.fake.faults.next("sendMessage", Fault.RATE)
    with pytest.raises(exceptions.TelegramRetryAfter):
        await bot.send_message(MALEE, "สวัสดี")


async def test_taps_and_edits_that_are_none(at: Telegram, bot: Bot) -> None:
    with pytest.raises(exceptions.TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("no-tap")
    said = await at.fake.say(MALEE, None, "ของมาลี")
    for message in (said.id, 99):
        with pytest.raises(exceptions.TelegramBadRequest, match="edit"):
            await bot.edit_message_reply_markup(chat_id=MALEE, message_id=message, reply_markup=board())
    sent = await bot.send_message(MALEE, "ก", reply_markup=board([{"text": "ก", "callback_data": "x"}]))
    with pytest.raises(exceptions.TelegramBadRequest, match="not modified"):
        await bot.edit_message_reply_markup(
            chat_id=MALEE, message_id=sent.message_id, reply_markup=board([{"text": "ก", "callback_data": "x"}])
        )


async def test_webhook_and_polling_exclude_each_other(at: Telegram, bot: Bot) -> None:
    await at.fake.say(MALEE, None, "หนึ่ง")
    await at.fake.say(MALEE, None, "สอง")
    first, second = await bot.get_updates()
    assert [update.message.text for update in (first, second) if update.message] == ["หนึ่ง", "สอง"]
    assert await bot.get_updates(offset=second.update_id) == [second]
    assert await bot.get_updates(offset=second.update_id + 1) == []
    with pytest.raises(exceptions.TelegramBadRequest, match="HTTPS"):
        await bot.set_webhook("http://bot.example.org/telegram/webhook")
    await bot.set_webhook("https://bot.example.org/telegram/webhook", secret_token=SECRET)
    with pytest.raises(exceptions.TelegramConflictError):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_files_and_strangers(at: Telegram, bot: Bot) -> None:
    message = await at.fake.send_file(MALEE, None, "สมาชิก.xlsx", b"PK\3\4")
    held = await bot.get_file(message.body["document"]["file_id"])
    assert held.file_path is not None
    content = await bot.download_file(held.file_path)
    assert content is not None
    assert content.read() == b"PK\3\4"
    base = str(at.channel.api._url)
    async with aiohttp.ClientSession() as session:
        for path, status in ((f"/bot{TOKEN}/noSuchMethod", 404), ("/bot7:x/getMe", 401), ("/file/bot7:x/held/x", 404)):
            async with session.get(base + path) as answer:
                assert answer.status == status
        async with session.post(f"{base}/bot{TOKEN}/SENDMESSAGE", json={"chat_id": MALEE, "text": "JSON"}) as answer:
            assert (await answer.json())["result"]["text"] == "JSON"
