"""Who is who on the fictional messenger: fixed account ids of the demo's people and groups, derived from their keys."""

from __future__ import annotations

from hashlib import sha256

PERSONAS = (
    "malee",
    "kamol",
    "somchai",
    "boonmee",
    "nid",
    "daeng",
    "stranger",
    "treasurer",
    "coordinator",
    "river",
    "newcomer",
    "secretary",
    "observer",
)
"""The people of the demo network, in the order in which they are introduced."""

GROUPS = {
    "village": ("malee", "kamol", "treasurer", "stranger"),
    "zone": ("coordinator", "treasurer", "secretary"),
}
"""The group chats and who sits in them; the bot is in both."""

SITE = "https://nongbaht.example"
"""Where the demo says that its files are: LINE takes https alone, and the simulator's page knows whom it means."""


def user_id(key: str) -> str:
    """The LINE account id of a persona: `U` and 32 hex digits, the same in every demo."""
    return "U" + sha256(f"nongbaht-demo:{key}".encode()).hexdigest()[:32]


def group_id(key: str) -> str:
    """The LINE id of a demo group: `C` and 32 hex digits."""
    return "C" + sha256(f"nongbaht-demo:group:{key}".encode()).hexdigest()[:32]


def telegram_user_id(key: str) -> int:
    """The Telegram account number of a persona, the same in every demo."""
    return 1_000_000_000 + int(sha256(f"nongbaht-demo:{key}".encode()).hexdigest()[:7], 16)


def telegram_group_id(key: str) -> int:
    """The Telegram number of a demo group: negative, as those of groups are."""
    return -1_000_000 - int(sha256(f"nongbaht-demo:group:{key}".encode()).hexdigest()[:7], 16)
