"""What every form must stand, whoever wrote it (docs/forms.md): odd messages, cancelling, going back, restarts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.measure import graphemes
from bot.dialogs.catalogue import FORMS
from bot.transcript import terminal_stage
from bot.transcript.stage import DemoDatabase
from bot.transcript.terminal_stage import TerminalStage
from bot.understanding.understand import Understander
from storage.models import Conversation, Handover, Record
from tests.conversations.form_samples import SAMPLES, Sample

MOST_STEPS = 40
LABEL = 20
"""Graphemes of a quick reply's label in LINE (platforms.md 2.1); longer ones are cut there."""

Open = Callable[[], AbstractAsyncContextManager[TerminalStage]]


@pytest.fixture
async def house(databases: dict[str, DemoDatabase], understander: Understander) -> Open:
    """Opens the same demo house again and again: each time is a restart of the program."""
    url, numbers = await databases["terminal"].fresh(), count()

    @asynccontextmanager
    async def opened() -> AsyncIterator[TerminalStage]:
        async with terminal_stage.opened(url, understander) as stage:
            stage._numbers = numbers  # events of one platform, whatever restarts behind it
            yield stage

    return opened


async def draft(stage: TerminalStage, persona: str, place: str = "direct") -> dict[str, Any] | None:
    """The draft that waits in a conversation."""
    chat = persona if place == "direct" else terminal_stage.CHATS[place]
    async with stage.house.sessions() as session:
        state = await session.scalar(
            select(Conversation.state).where(Conversation.chat_id == chat, Conversation.account_id == persona)
        )
    found: dict[str, Any] | None = (state or {}).get("draft")
    return found


async def records(stage: TerminalStage) -> int:
    """How many records stand, handovers among them."""
    async with stage.house.sessions() as session:
        handed = int(await session.scalar(select(func.count()).select_from(Handover)) or 0)
        standing = select(func.count()).select_from(Record).where(Record.withdrawn_at.is_(None))
        return handed + int(await session.scalar(standing) or 0)


async def say(stage: TerminalStage, persona: str, text: str, place: str = "direct") -> str:
    """Says something; gives all that came back."""
    since = stage.mark()
    await stage.act(persona, place, "say", text)
    return "\n".join(read.whole for read in stage.read(since, persona, place))


async def step(stage: TerminalStage, sample: Sample, persona: str = "", place: str = "direct") -> bool:
    """Answers the question that waits; False where the card is reached."""
    persona = persona or sample.persona
    waiting = await draft(stage, persona, place)
    assert waiting is not None, "the form is gone"
    if waiting["stage"] == "review":
        return False
    asked = waiting["ask"]
    assert asked in sample.answers, f"the sample has no answer for {asked}"
    heard = await say(stage, persona, sample.answers[asked], place)
    now = await draft(stage, persona, place)
    assert now is not None
    assert asked in now["values"], f"{sample.answers[asked]!r} was not taken for {asked}: {heard}"
    return True


async def to_card(stage: TerminalStage, sample: Sample) -> None:
    """Answers all that is asked."""
    await say(stage, sample.persona, sample.opening)
    for _ in range(MOST_STEPS):
        if not await step(stage, sample):
            return
    raise AssertionError("no card after so many answers")


EVERY = pytest.mark.parametrize("name", sorted(FORMS))


def test_every_form_has_a_sample() -> None:
    assert set(SAMPLES) == set(FORMS)


@EVERY
async def test_one_yes_saves_once(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await to_card(stage, sample)
        before = await records(stage)
        await stage.act(sample.persona, "direct", "button", "ยืนยัน")
        assert await draft(stage, sample.persona) is None
        after = await records(stage)
        assert after > before
        since = stage.mark()
        old = next(shown for shown in reversed(stage.channel.screens[sample.persona]) if _confirms(shown))
        await stage._press(sample.persona, "direct", next(c for c in old.choices if c.label == "ยืนยัน"))
        assert stage.read(since, sample.persona, "direct"), "a second tap is answered"
        assert await records(stage) == after, "a second tap saves nothing"


def _confirms(shown: Any) -> bool:
    return any(choice.label == "ยืนยัน" for choice in shown.choices)


@EVERY
@pytest.mark.parametrize("odd", ["", "ก" * 5000, "๕๕๕๕๕", "😀", "[sticker]", "[image]", "[audio]", "เดี๋ยวก่อนนะ"])
async def test_odd_messages_lose_nothing(name: str, odd: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await say(stage, sample.persona, sample.opening)
        for _ in range(MOST_STEPS):
            before = await draft(stage, sample.persona)
            assert before is not None
            if odd.startswith("["):
                await stage.act(sample.persona, "direct", odd.strip("[]"), "")
            else:
                await say(stage, sample.persona, odd)
            now = await draft(stage, sample.persona)
            assert now is not None, "the form is gone"
            kept = {field: value for field, value in before["values"].items() if now["values"].get(field) == value}
            lost = set(before["values"]) - set(now["values"])
            assert not lost, f"{lost} lost"
            assert kept or not before["values"]
            if now["stage"] == "review" or not await step(stage, sample):
                return
    raise AssertionError("no card after so many answers")


@EVERY
async def test_cancelling_is_asked_about_at_every_step(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await say(stage, sample.persona, sample.opening)
        for _ in range(MOST_STEPS):
            before = await draft(stage, sample.persona)
            assert before is not None
            if before["values"]:
                await say(stage, sample.persona, "ยกเลิก")
                await stage.act(sample.persona, "direct", "button", "ทำต่อ")
                now = await draft(stage, sample.persona)
                assert now is not None
                assert (now["values"], now["stage"], now["ask"]) == (before["values"], before["stage"], before["ask"])
            if not await step(stage, sample):
                break
        standing = await records(stage)
        await say(stage, sample.persona, "ยกเลิก")
        await stage.act(sample.persona, "direct", "button", "ยืนยันยกเลิก")
        assert await draft(stage, sample.persona) is None
        assert await records(stage) == standing


@EVERY
async def test_going_back_at_every_step(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await say(stage, sample.persona, sample.opening)
        earlier = None
        for _ in range(MOST_STEPS):
            before = await draft(stage, sample.persona)
            assert before is not None
            await say(stage, sample.persona, "ย้อนกลับ")
            now = await draft(stage, sample.persona)
            assert now is not None
            assert set(now["values"]) >= set(before["values"])
            if earlier is not None:
                assert now["ask"] == earlier
                await step(stage, sample)
                now = await draft(stage, sample.persona)
                assert now is not None
            assert (now["stage"], now["ask"]) == (before["stage"], before["ask"])
            if not await step(stage, sample):
                return
            earlier = before["ask"]
    raise AssertionError("no card after so many answers")


@EVERY
async def test_a_restart_at_every_step_changes_nothing(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await say(stage, sample.persona, sample.opening)
    for _ in range(MOST_STEPS):
        async with house() as stage:
            if not await step(stage, sample):
                standing = await records(stage)
                await say(stage, sample.persona, "ยืนยัน")
                assert await records(stage) > standing
                return
    raise AssertionError("no card after so many answers")


@EVERY
async def test_another_version_goes_on_and_is_read_back(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await to_card(stage, sample)
        async with stage.house.sessions.begin() as session:
            row = await session.scalar(select(Conversation).where(Conversation.chat_id == sample.persona))
            assert row is not None
            row.state = {**row.state, "draft": {**row.state["draft"], "version": 0}}
        standing = await records(stage)
        await stage.act(sample.persona, "direct", "button", "ยืนยัน")
        assert await records(stage) == standing, "read back anew before it is saved"
        assert await draft(stage, sample.persona) is not None


@EVERY
async def test_a_draft_of_last_week_is_over(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await to_card(stage, sample)
        standing = await records(stage)
        stage.clock.advance(timedelta(days=8))
        await say(stage, sample.persona, "ยืนยัน")
        assert await draft(stage, sample.persona) is None
        assert await records(stage) == standing


@EVERY
async def test_two_people_in_one_group_do_not_mix(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    if sample.other is None or not FORMS[name].in_groups:
        pytest.skip("nobody else may fill it in there")
    async with house() as stage:
        await say(stage, sample.persona, f"@บอท {sample.opening}", "zone")
        first = await draft(stage, sample.persona, "zone")
        await say(stage, sample.other, f"@บอท {sample.opening}", "zone")
        second = await draft(stage, sample.other, "zone")
        assert first is not None
        assert second is not None
        assert first["id"] != second["id"]
        assert await draft(stage, sample.persona, "zone") == first


@EVERY
async def test_taps_fit_the_smallest_screen(name: str, house: Open) -> None:
    sample = SAMPLES[name]
    async with house() as stage:
        await to_card(stage, sample)
        await stage.act(sample.persona, "direct", "button", "แก้ไข")
        shown = [choice for screen in stage.channel.screens[sample.persona] for choice in screen.choices]
        assert max(len(screen.choices) for screen in stage.channel.screens[sample.persona]) <= 13
        assert [choice.label for choice in shown if len(list(graphemes(choice.label))) > LABEL] == []
