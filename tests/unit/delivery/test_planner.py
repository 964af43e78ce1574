"""Which way a message goes, for every state that a claimed one may be in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Capabilities, Fate, Outcome
from bot.delivery.planner import after, may_move, perhaps_arrived, plan, rides, without_quota
from storage.models import Delivery
from storage.outbox import LEASE_RAN_OUT

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LINE = Capabilities(choices=13, parts_per_send=5, label_graphemes=20, text_units=5000)


def claimed(**more: object) -> Delivery:
    values: dict[str, object] = {
        "id": "x",
        "channel": "line",
        "chat_id": "U1",
        "chat_kind": "direct",
        "urgency": "normal",
        "body": {"is": "Reply", "parts": []},
        "reply_token": "token",
        "token_expires_at": NOW + timedelta(seconds=20),
        "attempts": 1,
        "first_attempt_at": NOW,
        "created_at": NOW,
    }
    return Delivery(**{**values, **more})


@pytest.mark.parametrize(
    ("row", "do"),
    [
        (claimed(), "reply"),
        (claimed(chat_kind="group"), "reply"),
        (claimed(token_expires_at=NOW), "push"),
        (claimed(token_expires_at=NOW, chat_kind="group"), "drop"),
        (claimed(token_expires_at=NOW, chat_kind="group", urgency="urgent"), "push"),
        (claimed(reply_token=None, token_expires_at=None), "push"),
        (claimed(reply_token=None, token_expires_at=None, chat_kind="group"), "drop"),
        (claimed(way="reply", fate=LEASE_RAN_OUT), "uncertain"),
        (claimed(way="reply", fate="rate"), "reply"),
        (claimed(way="push", fate=LEASE_RAN_OUT), "push"),
        (claimed(way="push", unsure=True, first_attempt_at=NOW - timedelta(hours=25)), "uncertain"),
        (claimed(way="push", fate="quota", first_attempt_at=NOW - timedelta(hours=25)), "push"),
        (claimed(reply_token=None, deliver_after=NOW + timedelta(seconds=1)), "wait"),
        (claimed(reply_token=None, expires_at=NOW), "drop"),
        (claimed(reply_token=None, expires_at=NOW, way="push", unsure=True), "push"),
        (claimed(reply_token=None, chat_kind="group", why="broadcast"), "push"),
        (claimed(reply_token=None, chat_kind="group", why="nudge"), "drop"),
        (claimed(body=None), "refuse"),
    ],
)
def test_the_way(row: Delivery, do: str) -> None:
    assert plan(row, NOW, LINE).do == do


FREE = Capabilities(
    choices=24, parts_per_send=5, label_graphemes=40, text_units=4096, free_pushes=True, repeats_safely=False
)


@pytest.mark.parametrize(
    ("row", "do"),
    [
        (claimed(), "reply"),
        (claimed(reply_token=None, token_expires_at=None, chat_kind="group"), "push"),
        (claimed(token_expires_at=NOW, chat_kind="group"), "push"),
        (claimed(way="push", fate=LEASE_RAN_OUT), "uncertain"),
        (claimed(way="reply", fate=LEASE_RAN_OUT), "uncertain"),
        (claimed(way="push", fate="rate"), "push"),
    ],
)
def test_the_way_where_nothing_costs_anything_and_nothing_is_sent_twice(row: Delivery, do: str) -> None:
    assert plan(row, NOW, FREE).do == do


def test_a_channel_without_free_replies_is_always_pushed_to() -> None:
    paid = Capabilities(choices=13, parts_per_send=5, label_graphemes=20, text_units=5000, free_replies=False)
    assert plan(claimed(), NOW, paid).do == "push"


FATES = st.builds(
    Fate,
    st.sampled_from(Outcome),
    reason=st.sampled_from(["", "token", "quota", "rate", "blocked", "invalid", "unreachable", "server", "timeout"]),
    wait_seconds=st.floats(0, 100),
)
ROWS = st.builds(
    claimed,
    chat_kind=st.sampled_from(["direct", "group"]),
    urgency=st.sampled_from(["normal", "urgent"]),
    way=st.sampled_from([None, "reply", "push"]),
    fate=st.sampled_from([None, LEASE_RAN_OUT, "rate", "token", "quota"]),
    unsure=st.booleans(),
    reply_token=st.sampled_from([None, "token"]),
    attempts=st.integers(1, 80),
    token_expires_at=st.sampled_from([NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)]),
)


@given(ROWS, FATES)
def test_what_is_uncertain_never_takes_another_way(row: Delivery, fate: Fate) -> None:
    if row.way == "reply" and row.fate == LEASE_RAN_OUT:
        assert plan(row, NOW, LINE).do == "uncertain"
    if fate.outcome is Outcome.UNCERTAIN:
        assert after(row, "reply", fate, NOW).do == "uncertain"


@given(ROWS, FATES)
def test_what_may_have_arrived_moves_nowhere_and_rides_with_nobody(row: Delivery, fate: Fate) -> None:
    if row.unsure:
        assert not may_move(row, after(row, "push", fate, NOW))
        assert not rides(row, NOW)
        assert perhaps_arrived(row, fate)
    if fate.outcome is Outcome.RETRY and fate.reason in {"timeout", "server"}:
        assert not may_move(row, after(row, "push", fate, NOW))
        assert perhaps_arrived(row, fate)


@given(ROWS, FATES, st.sampled_from(["reply", "push"]))
def test_what_comes_back_comes_back_later(row: Delivery, fate: Fate, way: str) -> None:
    next_step = after(row, way, fate, NOW)
    if next_step.do in {"wait", "push"}:
        assert next_step.at is not None
        assert NOW <= next_step.at <= NOW + timedelta(hours=6)
    if fate.outcome is Outcome.SENT:
        assert next_step.do == "sent"


def test_pushes_wait_longer_each_time_and_end_one_day() -> None:
    busy = Fate(Outcome.RETRY, reason="server")
    waits = [after(claimed(attempts=n), "push", busy, NOW).at for n in (1, 3, 10, 40)]
    assert [round((at - NOW).total_seconds()) for at in waits if at] == [2, 8, 1024, 1800]
    assert after(claimed(first_attempt_at=NOW - timedelta(hours=24)), "push", busy, NOW).do == "uncertain"
    unreached = Fate(Outcome.RETRY, reason="unreachable")
    assert after(claimed(first_attempt_at=NOW - timedelta(hours=24)), "push", unreached, NOW).do == "refuse"


def test_what_waits_for_quota_is_given_up_after_a_week() -> None:
    assert without_quota(claimed(), NOW).do == "wait"
    assert without_quota(claimed(created_at=NOW - timedelta(days=8)), NOW).do == "refuse"


def test_a_reminder_waits_for_the_next_months_quota_but_not_beyond_its_day() -> None:
    waited = NOW - timedelta(days=30)
    assert without_quota(claimed(created_at=waited, why="nudge"), NOW).do == "wait"
    assert without_quota(claimed(created_at=waited, why="broadcast", expires_at=NOW), NOW).do == "refuse"
    assert without_quota(claimed(created_at=NOW - timedelta(days=36), why="nudge"), NOW).do == "refuse"
