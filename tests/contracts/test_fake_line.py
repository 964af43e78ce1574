"""The fake LINE platform against LINE's own SDK: what platforms.md 5.2 says a LINE platform does."""

from __future__ import annotations

import asyncio
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from linebot.v3.messaging import (
    ApiException,
    DatetimePickerAction,
    FlexMessage,
    MarkMessagesAsReadByTokenRequest,
    MentionSubstitutionObject,
    MessageAction,
    MulticastRequest,
    PushMessageRequest,
    QuickReply,
    QuickReplyItem,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
    TextMessageV2,
    URIAction,
    UserMentionTarget,
    ValidateMessageRequest,
)
from linebot.v3.messaging import (
    TestWebhookEndpointRequest as EndpointToTest,
)

from bot.clock import MovableClock
from bot.demo.identities import group_id, user_id
from bot.web.simulator.faults import Fault
from bot.web.simulator.phones import NoSuchButton
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.webhooks import sign
from tests.contracts.line_bot import SECRET, TOKEN, LineBot, line_bot

MALEE, KAMOL, GHOST = user_id("malee"), user_id("kamol"), user_id("ghost")
VILLAGE = group_id("village")
KEY = "123e4567-e89b-12d3-a456-426614174000"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    return tmp_path / "traffic.jsonl"


@pytest.fixture
async def fake(clock: MovableClock, traffic: Path) -> FakeLine:
    fake = FakeLine(clock, SECRET, TOKEN, traffic=traffic, bot_name="น้องบาท")
    fake.add_user(MALEE, "มาลี")
    fake.add_user(KAMOL, "กมล")
    fake.add_user(GHOST, "ไม่ยินยอม", consented=False)
    fake.add_group(VILLAGE, "บ้านสวน", [MALEE, KAMOL, GHOST])
    return fake


@pytest.fixture
async def bot(fake: FakeLine) -> AsyncIterator[LineBot]:
    async with line_bot(fake) as bot:
        yield bot


def echo(bot: LineBot, **quick: Any) -> None:
    async def answer(event: dict[str, Any]) -> None:
        if "replyToken" in event and event["type"] == "message":
            message = TextMessage(text="ได้ยินว่า " + event["message"].get("text", "?"), **quick)
            await bot.api.reply_message(ReplyMessageRequest(replyToken=event["replyToken"], messages=[message]))

    bot.answer = answer


def reply_to(event: dict[str, Any], *texts: str) -> ReplyMessageRequest:
    return ReplyMessageRequest(replyToken=event["replyToken"], messages=[TextMessage(text=text) for text in texts])


def push_to(to: str, *texts: str) -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[TextMessage(text=text) for text in texts])


async def refused(call: Any, status: int) -> dict[str, Any]:
    with pytest.raises(ApiException) as caught:
        await call
    assert caught.value.status == status
    body: dict[str, Any] = json.loads(caught.value.body)
    return body


# ------------------------------------------------------------------------------------------------ what arrives


def test_signature_is_the_official_vector() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign(SECRET, body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


async def test_question_and_answer(fake: FakeLine, bot: LineBot) -> None:
    echo(bot)
    await fake.say(MALEE, None, "นอนโรงพยาบาล 4 คืนได้กี่บาท")
    assert [message.text() for message in fake.seen(MALEE)] == [
        "นอนโรงพยาบาล 4 คืนได้กี่บาท",
        "ได้ยินว่า นอนโรงพยาบาล 4 คืนได้กี่บาท",
    ]
    assert fake.webhooks[-1].ok
    assert bot.parsed[0].source.user_id == MALEE
    assert fake.quota.used == 0, "replies are free"


async def test_group_message_with_mention(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(KAMOL, VILLAGE, "@น้องบาท สอบถามหน่อย", mention_bot=True)
    await fake.say(KAMOL, VILLAGE, "สวัสดี 😀 @มาลี", mentions=[MALEE])
    first, second = (event.message for event in bot.parsed)
    assert first.mention.mentionees[0].is_self is True
    assert (first.mention.mentionees[0].index, first.mention.mentionees[0].length) == (0, len("@น้องบาท"))
    assert second.mention.mentionees[0].is_self is False
    assert second.mention.mentionees[0].user_id == MALEE
    assert second.mention.mentionees[0].index == len("สวัสดี 😀 ".encode("utf-16-le")) // 2
    assert bot.parsed[0].source.group_id == VILLAGE


async def test_member_without_consent_has_no_user_id(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(GHOST, VILLAGE, "ใครพูด")
    assert "userId" not in bot.events[0]["source"]


async def test_batch_mixes_users_and_shuffles(fake: FakeLine, bot: LineBot) -> None:
    fake.hold()
    for number in range(6):
        await fake.say(MALEE if number % 2 else KAMOL, None if number % 3 else VILLAGE, f"ข้อ {number}")
    await fake.release(shuffle=random.Random(1))
    assert len(bot.batches) == 1
    said = [event["message"]["text"] for event in bot.events]
    assert sorted(said) == [f"ข้อ {number}" for number in range(6)]
    assert said != sorted(said)


async def test_empty_webhook(fake: FakeLine, bot: LineBot) -> None:
    assert (await fake.post([])).ok
    assert bot.batches == [{"destination": fake.bot_user_id, "events": []}]


async def test_deadline(fake: FakeLine, bot: LineBot) -> None:
    assert fake.deadline_seconds == 2
    fake.deadline_seconds = 0.1
    bot.wait.clear()
    await fake.say(MALEE, None, "ช้า")
    assert fake.webhooks[-1].reason == "request_timeout"
    assert len(bot.events) == 1, "the bot may well have received it"


async def test_failing_endpoint_is_redelivered(fake: FakeLine, bot: LineBot) -> None:
    bot.status = 500
    await fake.say(MALEE, None, "หนึ่ง")
    fake.faults.lose_webhooks = True
    await fake.say(MALEE, None, "สอง")
    fake.faults.lose_webhooks = False
    assert [webhook.reason for webhook in fake.webhooks] == ["error_status_code", "could_not_connect"]
    bot.status = 200
    await fake.redeliver_failed()
    first, again, other = bot.events
    assert again["deliveryContext"] == {"isRedelivery": True}
    assert {**again, "deliveryContext": {}} == {**first, "deliveryContext": {}}, "otherwise identical"
    assert other["message"]["text"] == "สอง"


async def test_duplicates_without_redelivery_mark(fake: FakeLine, bot: LineBot) -> None:
    fake.faults.duplicate_webhooks = True
    await fake.say(MALEE, None, "ซ้ำ")
    assert bot.events[0] == bot.events[1]
    assert bot.events[1]["deliveryContext"] == {"isRedelivery": False}


async def test_standby_has_no_reply_token(fake: FakeLine, bot: LineBot) -> None:
    fake.standby.add(MALEE)
    await fake.say(MALEE, None, "มีเจ้าหน้าที่อยู่")
    assert bot.events[0]["mode"] == "standby"
    assert "replyToken" not in bot.events[0]


async def test_unknown_event_types(fake: FakeLine, bot: LineBot) -> None:
    await fake.send_unknown(MALEE, None)
    await fake.send_unknown(MALEE, None, type="message", message={"type": "hologram", "id": "1"}, something=None)
    assert [event["type"] for event in bot.events] == ["somethingNew", "message"]
    assert type(bot.parsed[0]).__name__ == "UnknownEvent"


async def test_forged_signature(fake: FakeLine, bot: LineBot) -> None:
    sent = await fake.post([], secret="wrong")
    assert sent.status == 500
    assert bot.batches == []


async def test_people_come_and_go(fake: FakeLine, bot: LineBot) -> None:
    await fake.block(MALEE)
    await fake.say(MALEE, None, "ไม่มีใครได้ยิน")
    await fake.follow(MALEE)
    await fake.remove_from_group(VILLAGE)
    await fake.say(KAMOL, VILLAGE, "น้องบาทไปแล้ว")
    await fake.join_group(VILLAGE)
    await fake.exit(VILLAGE, KAMOL, GHOST)
    await fake.enter(VILLAGE, KAMOL)
    kinds = [event["type"] for event in bot.events]
    assert kinds == ["unfollow", "follow", "leave", "join", "memberLeft", "memberJoined"]
    assert bot.events[1]["follow"] == {"isUnblocked": True}
    assert bot.events[4]["left"]["members"] == [{"type": "user", "userId": KAMOL}], "nothing of who never consented"
    assert [m.text() for m in fake.seen(VILLAGE, by=KAMOL)] == [], "what was said before one joins is not seen"


async def test_media_unsend_and_edit(fake: FakeLine, bot: LineBot) -> None:
    picture = await fake.send_image(MALEE, None, b"\xff\xd8picture")
    assert await bot.blob.get_message_content(picture.id) == b"\xff\xd8picture"
    await fake.send_sticker(MALEE, None)
    await fake.send_location(MALEE, None, 13.7, 100.5, title="ที่ทำการ", address="บ้านสวน")
    voice = await fake.send_audio(MALEE, None)
    await fake.send_file(MALEE, None, "ใบรับรองแพทย์.pdf", b"%PDF")
    fake.transcoding.add(voice.id)
    assert (await bot.blob.get_message_content_with_http_info(voice.id)).status_code == 202
    assert (await bot.blob.get_message_content_transcoding_by_message_id(voice.id)).status == "processing"
    await fake.unsend(MALEE, None, picture)
    await refused(bot.blob.get_message_content(picture.id), 410)
    await refused(bot.blob.get_message_content("1"), 404)
    said = await fake.say(KAMOL, VILLAGE, "3 คืน")
    before = said.quote_token
    await fake.edit(KAMOL, VILLAGE, "4 คืน")
    kinds = [event["message"]["type"] for event in bot.events if event["type"] == "message"]
    assert kinds == ["image", "sticker", "location", "audio", "file", "text"]
    edited = bot.events[-1]
    assert edited["type"] == "messageEdited"
    assert edited["message"] == {"type": "text", "text": "4 คืน", "id": said.id, "quoteToken": said.quote_token}
    assert said.quote_token != before
    assert edited["replyToken"] != bot.events[-2]["replyToken"]


# --------------------------------------------------------------------------------------------------- replies


async def test_reply_token_works_once(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(MALEE, None, "ก")
    sent = await bot.api.reply_message(reply_to(bot.events[0], "หนึ่ง", "สอง"))
    assert [sent.sent_messages[0].id, sent.sent_messages[1].id] == [m.id for m in fake.seen(MALEE)[1:]]
    body = await refused(bot.api.reply_message(reply_to(bot.events[0], "อีก")), 400)
    assert body["message"] == "Invalid reply token"


async def test_reply_token_lives_a_minute(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    await fake.say(MALEE, None, "ก")
    await fake.say(MALEE, None, "ข")
    clock.advance(timedelta(seconds=60))
    await bot.api.reply_message(reply_to(bot.events[0], "ทัน"))
    clock.advance(timedelta(seconds=1))
    await refused(bot.api.reply_message(reply_to(bot.events[1], "ไม่ทัน")), 400)


async def test_redelivery_gives_another_minute_until_twenty(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    for text in "กขค":
        await fake.say(MALEE, None, text)
    first, second, third = bot.events
    await bot.api.reply_message(reply_to(third, "ใช้แล้ว"))
    clock.advance(timedelta(minutes=10))
    await fake.redeliver(first["webhookEventId"], third["webhookEventId"])
    await bot.api.reply_message(reply_to(first, "นาทีที่สอง"))
    await refused(bot.api.reply_message(reply_to(third, "ใช้ซ้ำ")), 400)
    clock.advance(timedelta(minutes=10, seconds=30))
    await fake.redeliver(second["webhookEventId"])
    await refused(bot.api.reply_message(reply_to(second, "เกินยี่สิบนาที")), 400)


async def test_reply_takes_no_retry_key(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(MALEE, None, "ก")
    headers = {"X-Line-Retry-Key": KEY}
    await refused(bot.api.reply_message(reply_to(bot.events[0], "ไม่"), _headers=headers), 400)
    await bot.api.reply_message(reply_to(bot.events[0], "ได้"))


async def test_accepted_reply_that_never_answers(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(MALEE, None, "ก")
    fake.faults.next("reply", Fault.TIMEOUT)
    with pytest.raises(TimeoutError):
        await bot.api.reply_message(reply_to(bot.events[0], "ถึงแล้ว"), _request_timeout=0.2)
    assert fake.seen(MALEE)[-1].text() == "ถึงแล้ว"
    await refused(bot.api.reply_message(reply_to(bot.events[0], "ถึงแล้ว")), 400)


async def test_connections_break(fake: FakeLine, bot: LineBot) -> None:
    await fake.say(MALEE, None, "ก")
    fake.faults.next("reply", Fault.DROP, Fault.DEAF)
    with pytest.raises(aiohttp.ClientError):
        await bot.api.reply_message(reply_to(bot.events[0], "ไม่ถึง"))
    with pytest.raises(TimeoutError):
        await bot.api.reply_message(reply_to(bot.events[0], "ไม่ถึง"), _request_timeout=0.2)
    assert len(fake.seen(MALEE)) == 1
    fake.faults.next("reply", Fault.LOST)
    with pytest.raises(aiohttp.ClientError):
        await bot.api.reply_message(reply_to(bot.events[0], "ถึง"))
    assert fake.seen(MALEE)[-1].text() == "ถึง"


# ------------------------------------------------------------------------------------------- pushes and quota


async def test_retry_key(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    sent = await bot.api.push_message_with_http_info(push_to(MALEE, "เตือน"), x_line_retry_key=KEY)
    clock.advance(timedelta(hours=23))
    with pytest.raises(ApiException) as caught:
        await bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key=KEY)
    assert caught.value.status == 409
    assert caught.value.headers["x-line-accepted-request-id"] == sent.headers["x-line-request-id"]
    repeated = json.loads(caught.value.body)["sentMessages"]
    assert [message["id"] for message in repeated] == [m.id for m in sent.data.sent_messages]
    assert len(fake.seen(MALEE)) == fake.quota.used == 1
    clock.advance(timedelta(hours=1))
    await bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key=KEY)
    assert len(fake.seen(MALEE)) == 2, "after 24 hours the same key sends again"
    await refused(bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key="no-uuid"), 400)


async def test_push_accepted_without_answer_is_safe_to_retry(fake: FakeLine, bot: LineBot) -> None:
    fake.faults.next("push", Fault.SERVER, Fault.TIMEOUT)
    await refused(bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key=KEY), 500)
    with pytest.raises(TimeoutError):
        await bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key=KEY, _request_timeout=0.2)
    await refused(bot.api.push_message(push_to(MALEE, "เตือน"), x_line_retry_key=KEY), 409)
    assert [m.text() for m in fake.seen(MALEE)] == ["เตือน"]


async def test_group_push_counts_its_members(fake: FakeLine, bot: LineBot) -> None:
    await bot.api.push_message(push_to(VILLAGE, "ประชุม", "พรุ่งนี้"))
    assert fake.quota.used == 3
    assert (await bot.api.get_message_quota_consumption()).total_usage == 3
    assert (await bot.api.get_message_quota()).value == 300


async def test_blocked_people_are_silently_skipped(fake: FakeLine, bot: LineBot) -> None:
    await fake.block(MALEE)
    assert len((await bot.api.push_message(push_to(MALEE, "เตือน"))).sent_messages) == 1
    await bot.api.multicast(MulticastRequest(to=[MALEE, KAMOL], messages=[TextMessage(text="ทุกคน")]))
    assert fake.seen(MALEE) == []
    assert [m.text() for m in fake.seen(KAMOL)] == ["ทุกคน"]
    assert fake.quota.used == 1
    await refused(bot.api.push_message(push_to("Unonsense", "ผิด")), 400)
    await refused(bot.api.push_message(push_to("C" + "0" * 32, "ผิด")), 400)


async def test_stranger_hears_pushes_for_seven_days(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    fake.add_user(user_id("passer-by"), "ผ่านมา", friend=False)
    await fake.say(user_id("passer-by"), None, "สวัสดี")
    clock.advance(timedelta(days=7))
    await bot.api.push_message(push_to(user_id("passer-by"), "ถึง"))
    clock.advance(timedelta(seconds=1))
    await bot.api.push_message(push_to(user_id("passer-by"), "ไม่ถึง"))
    assert [m.text() for m in fake.seen(user_id("passer-by"))] == ["สวัสดี", "ถึง"]


async def test_monthly_limit_and_rate_limit(fake: FakeLine, bot: LineBot, clock: MovableClock) -> None:
    fake.quota.spend(298)
    body = await refused(bot.api.push_message(push_to(VILLAGE, "ประชุม")), 429)
    assert body["message"] == "You have reached your monthly limit."
    fake.quota.lag = timedelta(minutes=5)
    await bot.api.push_message(push_to(MALEE, "ยังได้"))
    assert (await bot.api.get_message_quota_consumption()).total_usage == 0, "approximate: lately spent is not in it"
    clock.advance(timedelta(days=10))
    await bot.api.push_message(push_to(VILLAGE, "เดือนใหม่"))
    fake.faults.next("push", Fault.RATE, Fault.MONTHLY)
    body = await refused(bot.api.push_message(push_to(MALEE, "เร็ว")), 429)
    assert body["message"] == "The API rate limit has been exceeded. Try again later."
    body = await refused(bot.api.push_message(push_to(MALEE, "หมด")), 429)
    assert body["message"] == "You have reached your monthly limit."


# ------------------------------------------------------------------------------------------------- other calls


async def test_what_a_bot_may_know_of_groups(fake: FakeLine, bot: LineBot) -> None:
    assert (await bot.api.get_group_summary(VILLAGE)).group_name == "บ้านสวน"
    assert (await bot.api.get_group_member_count(VILLAGE)).count == 3
    assert (await bot.api.get_group_member_profile(VILLAGE, KAMOL)).display_name == "กมล"
    await refused(bot.api.get_group_member_profile(VILLAGE, GHOST), 404)
    await refused(bot.api.get_group_members_ids(VILLAGE), 403)
    await refused(bot.api.get_followers(), 403)
    assert (await bot.api.get_profile(MALEE)).display_name == "มาลี"
    await fake.block(MALEE)
    await refused(bot.api.get_profile(MALEE), 404)
    fake.verified = True
    assert (await bot.api.get_group_members_ids(VILLAGE)).member_ids == [MALEE, KAMOL]
    await bot.api.leave_group(VILLAGE)
    await refused(bot.api.get_group_summary(VILLAGE), 404)


async def test_loading_only_in_private(fake: FakeLine, bot: LineBot) -> None:
    await bot.api.show_loading_animation(ShowLoadingAnimationRequest(chatId=MALEE, loadingSeconds=20))
    assert fake.loading == {MALEE}
    await bot.api.push_message(push_to(MALEE, "เสร็จแล้ว"))
    assert fake.loading == set()
    body = await refused(bot.api.show_loading_animation(ShowLoadingAnimationRequest(chatId=VILLAGE)), 400)
    assert body["details"][0]["property"] == "chatId"
    await refused(bot.api.show_loading_animation(ShowLoadingAnimationRequest(chatId=MALEE, loadingSeconds=7)), 400)


async def test_marking_read(fake: FakeLine, bot: LineBot) -> None:
    first, second = await fake.say(MALEE, None, "ก"), await fake.say(MALEE, None, "ข")
    assert not first.read
    token = bot.events[1]["message"]["markAsReadToken"]
    await bot.api.mark_messages_as_read_by_token(MarkMessagesAsReadByTokenRequest(markAsReadToken=token))
    assert first.read, "earlier ones too"
    assert second.read
    fake.chat_on = False
    assert (await fake.say(MALEE, None, "ค")).read
    assert "markAsReadToken" not in bot.events[2]["message"]
    assert (await bot.api.get_bot_info()).chat_mode == "bot"


async def test_webhook_endpoint_can_be_read_set_and_tested(fake: FakeLine, bot: LineBot) -> None:
    assert (await bot.api.get_webhook_endpoint()).endpoint == fake.webhook_url
    assert (await bot.api.test_webhook_endpoint(EndpointToTest())).success
    assert bot.batches[-1]["events"] == []
    await bot.api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="http://127.0.0.1:1/none"))
    tested = await bot.api.test_webhook_endpoint(EndpointToTest())
    assert (tested.success, tested.reason) == (False, "COULD_NOT_CONNECT")
    await refused(bot.api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="http://example.com/")), 400)


async def test_what_is_no_json_is_refused(fake: FakeLine, bot: LineBot) -> None:
    url = f"{bot.api.api_client.configuration.host}/v2/bot/message/push"
    async with aiohttp.ClientSession(headers={"authorization": f"Bearer {TOKEN}"}) as session:
        for kind, body, status in (
            ("text/plain", "{}", 415),
            ("application/json", "{", 400),
            ("application/json", "[]", 400),
        ):
            async with session.post(url, data=body, headers={"content-type": kind}) as answer:
                assert answer.status == status
                assert (await answer.json())["message"]
        big = io.BytesIO(b'{"to": "' + b"x" * 2_200_000 + b'"}')
        async with session.post(url, data=big, headers={"content-type": "application/json"}) as answer:
            assert answer.status == 413


async def test_webhook_switched_off(fake: FakeLine, bot: LineBot) -> None:
    fake.webhook_active = False
    await fake.say(MALEE, None, "ไม่มีใครฟัง")
    assert bot.events == []
    assert not (await bot.api.get_webhook_endpoint()).active


async def test_wrong_token(fake: FakeLine, bot: LineBot) -> None:
    fake.access_token = "another"
    await refused(bot.api.get_bot_info(), 401)


def chips(count: int, label: str = "ใช่") -> QuickReply:
    return QuickReply.construct(
        items=[QuickReplyItem(action=MessageAction(label=label, text="ใช่")) for _ in range(count)]
    )


OK = {"type": "message", "label": "ใช่", "text": "ใช่"}


def confirm(*actions: dict[str, Any]) -> dict[str, Any]:
    template = {"type": "confirm", "text": "ถูกไหม", "actions": list(actions)}
    return {"type": "template", "altText": "ถูกไหม", "template": template}


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (TextMessage(text="ก" * 5001), "messages[0].text"),
        (TextMessage(text="😀" * 2501), "messages[0].text"),
        (TextMessage(text=""), "messages[0].text"),
        (TextMessage(text="ก", quickReply=chips(14)), "messages[0].quickReply.items"),
        (TextMessage(text="ก", quickReply=chips(1, "ก" * 21)), "messages[0].quickReply.items[0].action.label"),
        (confirm({"type": "postback", "label": "ใช่", "data": "x" * 301}, OK), "messages[0].template.actions[0].data"),
        (confirm(OK), "messages[0].template.actions"),
        ({"type": "flex", "altText": "?", "contents": {"type": "bubble"}}, "messages[0].contents"),
        (
            {
                "type": "flex",
                "altText": "?",
                "contents": {
                    "type": "bubble",
                    "body": {"type": "box", "layout": "baseline", "contents": [{"type": "box"}]},
                },
            },
            "messages[0].contents.body.contents[0].type",
        ),
        (
            {
                "type": "flex",
                "altText": "?",
                "contents": {
                    "type": "bubble",
                    "body": {
                        "type": "box",
                        "layout": "vertical",
                        "contents": [{"type": "text", "text": "ก", "size": "huge"}],
                    },
                },
            },
            "messages[0].contents.body.contents[0].size",
        ),
        ({"type": "hologram"}, "messages[0].type"),
    ],
)
async def test_limits_of_messages(fake: FakeLine, bot: LineBot, message: Any, where: str) -> None:
    raw = message if isinstance(message, dict) else message.to_dict()
    url = str(bot.api.api_client.configuration.host)
    async with aiohttp.ClientSession(headers={"authorization": f"Bearer {TOKEN}"}) as session:
        for path in ("push", "validate/push"):
            body = {"to": MALEE, "messages": [raw]}
            async with session.post(f"{url}/v2/bot/message/{path}", json=body) as answer:
                assert answer.status == 400
                assert where in [detail["property"] for detail in (await answer.json())["details"]]
    assert fake.seen(MALEE) == []


async def test_labels_are_counted_in_graphemes(fake: FakeLine, bot: LineBot) -> None:
    label = "น้ำ" * 20
    assert len(label) == 60
    await bot.api.validate_push(ValidateMessageRequest(messages=[TextMessage(text="ก", quickReply=chips(13, label))]))


# ----------------------------------------------------------------------------------------------------- phones

CARD = {
    "type": "bubble",
    "body": {
        "type": "box",
        "layout": "vertical",
        "contents": [
            {"type": "text", "text": "นอนโรงพยาบาล", "weight": "bold"},
            {"type": "text", "contents": [{"type": "span", "text": "400"}, {"type": "span", "text": " บาท"}]},
        ],
    },
    "footer": {
        "type": "box",
        "layout": "vertical",
        "contents": [
            {
                "type": "button",
                "action": {"type": "postback", "label": "ใช้เอกสารอะไร", "data": "docs", "displayText": "เอกสาร"},
            },
            {
                "type": "button",
                "action": {
                    "type": "uri",
                    "label": "คุยส่วนตัว",
                    "uri": "https://line.me/R/oaMessage/%40nongbaht/?%E0%B9%84%E0%B8%94%E0%B9%89%E0%B8%81%E0%B8%B5%E0%B9%88%E0%B8%9A%E0%B8%B2%E0%B8%97",
                },
            },
        ],
    },
}


async def show_card(bot: LineBot, to: str) -> None:
    quick = QuickReply(
        items=[
            QuickReplyItem(action=MessageAction(label="ใช่", text="ใช่ครับ")),
            QuickReplyItem(
                action=DatetimePickerAction(label="เลือกวัน", data="day", mode="date", min="2026-11-01", max="2026-11-30")
            ),
        ]
    )
    message = FlexMessage.from_dict({"type": "flex", "altText": "ได้ 400 บาท", "contents": CARD})
    message.quick_reply = quick
    await bot.api.push_message(PushMessageRequest(to=to, messages=[message]))


async def test_reading_and_tapping_a_card(fake: FakeLine, bot: LineBot) -> None:
    await show_card(bot, VILLAGE)
    card = fake.seen(VILLAGE)[0]
    assert card.text().splitlines() == ["นอนโรงพยาบาล", "400 บาท", "ใช้เอกสารอะไร", "คุยส่วนตัว"]
    assert card.alt == "ได้ 400 บาท"
    assert [button.label for button in card.buttons()] == ["ใช้เอกสารอะไร", "คุยส่วนตัว", "ใช่", "เลือกวัน"]

    assert await fake.press(KAMOL, VILLAGE, "ส่วนตัว") == "ได้กี่บาท"
    assert (fake.prefilled[KAMOL].chat, fake.prefilled[KAMOL].text) == (KAMOL, "ได้กี่บาท")
    assert bot.events == [], "the person still has to send it"

    with pytest.raises(ValueError, match="does not offer"):
        await fake.pick_date(KAMOL, VILLAGE, "2026-12-01")
    await fake.pick_date(KAMOL, VILLAGE, "2026-11-15")
    assert bot.events[-1]["postback"] == {"data": "day", "params": {"date": "2026-11-15"}}

    await fake.press(KAMOL, VILLAGE, "ใช่")
    assert bot.events[-1]["message"]["text"] == "ใช่ครับ"
    with pytest.raises(NoSuchButton, match="ใช้เอกสารอะไร"):
        await fake.press(KAMOL, VILLAGE, "เลือกวัน")

    await fake.press(MALEE, VILLAGE, "เอกสาร")
    assert bot.events[-1]["postback"] == {"data": "docs"}
    assert bot.events[-1]["source"] == {"type": "group", "groupId": VILLAGE, "userId": MALEE}
    assert fake.seen(VILLAGE)[-1].text() == "เอกสาร", "displayText shows as the person's words"


async def test_another_accounts_link(fake: FakeLine, bot: LineBot) -> None:
    link = URIAction(label="คุย", uri="https://line.me/R/oaMessage/%40other/?x")
    quick = QuickReply(items=[QuickReplyItem(action=link)])
    await bot.api.push_message(PushMessageRequest(to=MALEE, messages=[TextMessage(text="ก", quickReply=quick)]))
    with pytest.raises(ValueError, match="another account"):
        await fake.press(MALEE, None, "คุย")


async def test_quoting_a_message_of_the_bot(fake: FakeLine, bot: LineBot) -> None:
    await bot.api.push_message(push_to(VILLAGE, "พรุ่งนี้ประชุม"))
    await fake.say(KAMOL, VILLAGE, "กี่โมง", quote=fake.seen(VILLAGE)[0].id)
    assert bot.parsed[-1].message.quoted_message_id == fake.seen(VILLAGE)[0].id


async def test_the_bot_quotes_and_mentions(fake: FakeLine, bot: LineBot) -> None:
    said = await fake.say(KAMOL, VILLAGE, "ใครไปวัด")
    quoting = TextMessage(text="คุณกมลไปค่ะ", quoteToken=bot.events[0]["message"]["quoteToken"])
    await bot.api.push_message(PushMessageRequest(to=VILLAGE, messages=[quoting]))
    assert fake.seen(VILLAGE)[-1].quoted_id == said.id
    await refused(bot.api.push_message(PushMessageRequest(to=MALEE, messages=[quoting])), 400)
    who = MentionSubstitutionObject(mentionee=UserMentionTarget(userId=KAMOL))
    calling = TextMessageV2(text="{who} {{จด}}ด้วยนะ", substitution={"who": who})
    await bot.api.push_message(PushMessageRequest(to=VILLAGE, messages=[calling]))
    assert fake.seen(VILLAGE)[-1].text() == "@กมล {จด}ด้วยนะ"
    await refused(bot.api.push_message(PushMessageRequest(to=MALEE, messages=[calling])), 400)
    nobody = TextMessageV2(text="{other}", substitution={"who": who})
    await refused(bot.api.push_message(PushMessageRequest(to=VILLAGE, messages=[nobody])), 400)
    assert fake.quota.used == 6


async def test_nobody_acts_where_he_is_not(fake: FakeLine, bot: LineBot) -> None:
    fake.add_group(group_id("zone"), "โซนเมือง", [MALEE])
    with pytest.raises(LookupError):
        await fake.say(KAMOL, group_id("zone"), "แอบ")


# --------------------------------------------------------------------------------------------------- the judge


async def test_traffic_satisfies_lines_own_description(fake: FakeLine, bot: LineBot, traffic: Path) -> None:
    judge = os.environ.get("NONGBAHT_LINE_JUDGE")
    if not judge:
        pytest.skip("NONGBAHT_LINE_JUDGE is not set to a judge of LINE traffic")
    echo(bot, quickReply=chips(13))
    for chat in (None, VILLAGE):
        await fake.say(MALEE, chat, "ถาม", mention_bot=chat is not None)
        await fake.send_image(MALEE, chat)
        await fake.send_audio(MALEE, chat)
        await fake.send_file(MALEE, chat, "a.pdf", b"%PDF")
        await fake.send_sticker(MALEE, chat)
        await fake.send_location(MALEE, chat, 13.7, 100.5)
        await fake.unsend(MALEE, chat)
        await show_card(bot, chat or MALEE)
        await fake.pick_date(MALEE, chat, "2026-11-15")
        await fake.press(MALEE, chat, "เอกสาร")
    await fake.say(GHOST, VILLAGE, "ไม่มีชื่อ")
    await fake.edit(GHOST, VILLAGE, "ไม่มีชื่อเลย")
    await fake.send_unknown(MALEE, None)
    await fake.send_unknown(MALEE, None, type="message", message={"type": "hologram", "id": "1"}, something=None)
    await fake.block(MALEE)
    await fake.follow(MALEE)
    await fake.remove_from_group(VILLAGE)
    await fake.join_group(VILLAGE)
    await fake.exit(VILLAGE, KAMOL)
    await fake.enter(VILLAGE, KAMOL)
    await fake.redeliver(*fake.webhooks[0].event_ids)
    await fake.post([])
    await bot.api.show_loading_animation(ShowLoadingAnimationRequest(chatId=MALEE, loadingSeconds=5))
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, judge, str(traffic)], capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines()[-1].endswith("judged, 0 faults"), run.stdout + run.stderr
    assert TOKEN not in traffic.read_text()
