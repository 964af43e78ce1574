"""What LINE's answers mean for a message that we sent."""

from __future__ import annotations

import pytest

from bot.channels.line_api import Answer
from bot.channels.line_fate import fate_of
from bot.chat import Outcome

SENT = {"sentMessages": [{"id": "461230966842064897", "quoteToken": "q"}, {"id": "461230966842064898"}]}
BAD_TOKEN = {"message": "Invalid reply token"}
BAD_MESSAGE = {
    "message": "The request body has 1 error(s)",
    "details": [{"message": "May not be empty", "property": "messages[0].text"}],
}


def test_sent_tells_the_ids_in_order() -> None:
    fate = fate_of(Answer(200, SENT, {"x-line-request-id": "r"}), "reply")
    assert (fate.outcome, fate.message_ids) == (Outcome.SENT, ("461230966842064897", "461230966842064898"))
    assert fate.request_id == "r"


def test_a_repeated_push_was_sent_the_first_time() -> None:
    fate = fate_of(Answer(409, SENT, {"x-line-accepted-request-id": "first", "x-line-request-id": "second"}), "push")
    assert (fate.outcome, fate.request_id, len(fate.message_ids)) == (Outcome.SENT, "first", 2)


@pytest.mark.parametrize(
    ("answer", "way", "outcome", "reason"),
    [
        (Answer(400, BAD_TOKEN), "reply", Outcome.REFUSED, "token"),
        (Answer(400, {"message": "other words than yesterday"}), "reply", Outcome.REFUSED, "token"),
        (Answer(400, BAD_MESSAGE), "reply", Outcome.REFUSED, "invalid"),
        (Answer(400, BAD_TOKEN), "push", Outcome.REFUSED, "invalid"),
        (Answer(401), "push", Outcome.RETRY, "invalid"),
        (Answer(403), "push", Outcome.REFUSED, "blocked"),
        (Answer(404), "push", Outcome.REFUSED, "invalid"),
        (Answer(413), "reply", Outcome.REFUSED, "invalid"),
        (Answer(429), "reply", Outcome.RETRY, "rate"),
        (Answer(429, {"message": "You have reached your monthly limit."}), "push", Outcome.RETRY, "rate"),
        (Answer(500), "push", Outcome.RETRY, "server"),
        (Answer(503), "reply", Outcome.UNCERTAIN, "server"),
    ],
)
def test_refusals(answer: Answer, way: str, outcome: Outcome, reason: str) -> None:
    fate = fate_of(answer, "push" if way == "push" else "reply")
    assert (fate.outcome, fate.reason) == (outcome, reason)


def test_the_month_is_used_up_only_when_the_quota_says_so() -> None:
    words = Answer(429, {"message": "The API rate limit has been exceeded. Try again later."})
    assert fate_of(words, "push", over_quota=True).reason == "quota"
    assert fate_of(words, "reply", over_quota=True).reason == "rate"


def test_line_may_say_how_long_to_wait() -> None:
    assert fate_of(Answer(429, {}, {"retry-after": "17"}), "push").wait_seconds == 17
    assert fate_of(Answer(429, {}, {"retry-after": "soon"}), "push").wait_seconds > 0
