"""What LINE's answer to a send means (platforms.md 0.4 to 0.8, 2.3). Pure; the status decides, not the words."""

from __future__ import annotations

from bot.channels.line_api import Answer
from bot.chat import Fate, Outcome, Way

RATE_WAIT_SECONDS = 2.0
TOKEN_WAIT_SECONDS = 60.0


def fate_of(answer: Answer, way: Way, *, over_quota: bool = False) -> Fate:
    """The fate of a send that LINE answered. `over_quota`: the month is used up, which tells one 429 from another."""
    request_id = answer.headers.get("x-line-request-id", "")
    status = answer.status
    if answer.ok:
        return Fate(Outcome.SENT, sent_ids(answer), request_id=request_id)
    if status == 409 and way == "push":
        accepted = answer.headers.get("x-line-accepted-request-id", "")
        return Fate(Outcome.SENT, sent_ids(answer), request_id=accepted or request_id)
    if status == 429 and over_quota and way == "push":
        return Fate(Outcome.REFUSED, reason="quota", request_id=request_id)
    if status == 429:
        return Fate(Outcome.RETRY, reason="rate", wait_seconds=retry_after(answer), request_id=request_id)
    if status >= 500:
        outcome = Outcome.RETRY if way == "push" else Outcome.UNCERTAIN
        return Fate(outcome, reason="server", request_id=request_id)
    if status == 401:
        # The operator's access token ran out: the message is worth keeping until a new one is set.
        return Fate(Outcome.RETRY, reason="invalid", wait_seconds=TOKEN_WAIT_SECONDS, request_id=request_id)
    if status == 403:
        return Fate(Outcome.REFUSED, reason="blocked", request_id=request_id)
    if status == 400 and way == "reply" and not _blames_messages(answer):
        return Fate(Outcome.REFUSED, reason="token", request_id=request_id)
    return Fate(Outcome.REFUSED, reason="invalid", request_id=request_id)


def retry_after(answer: Answer) -> float:
    """Seconds that LINE asks us to wait, or our own guess."""
    told = answer.headers.get("retry-after", "")
    return float(told) if told.isdecimal() else RATE_WAIT_SECONDS


def sent_ids(answer: Answer) -> tuple[str, ...]:
    """The ids of the messages that now stand in the chat, in order."""
    sent = answer.document.get("sentMessages")
    found = [one.get("id") for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
    return tuple(str(message_id) for message_id in found if message_id)


def _blames_messages(answer: Answer) -> bool:
    """Whether a 400 names a property of our messages. Without one it is about the reply token, used up or too old."""
    details = answer.document.get("details")
    named = (
        [str(one.get("property", "")) for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    )
    return any(name.startswith("messages") for name in named)
