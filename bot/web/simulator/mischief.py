"""What the visitor lets go wrong by hand: on the way to the bot, and at the platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.web.simulator.faults import Fault
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Json

WELL = "well"
SLOW_SECONDS = 3.0
API = {"down": Fault.SERVER, "unreachable": Fault.DROP, "lost": Fault.LOST, "slow": Fault.SLOW, "rate": Fault.RATE}
"""How the Messaging API can be; WELL is none of these."""


class Mischief:
    """The switches by name in `table`; `shown` is how they stand."""

    def __init__(self, fake: FakeLine) -> None:
        self._fake = fake
        self._limit: int | None = None
        self._quota_gone = False
        self._switches: dict[str, Callable[[bool], Awaitable[None]]] = {
            "twice": self._twice,
            "late": self._late,
            "disorder": self._disorder,
            "quota": self._quota,
        }
        self.table: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "fault": self.fault,
            "api_fault": self.api_fault,
            "standby": self.standby,
        }

    def shown(self) -> Json:
        """How everything stands."""
        fault = self._fake.faults.shown().get("*", "")
        api = next((name for name, one in API.items() if one.value == fault), WELL)
        return {
            "twice": self._fake.faults.duplicate_webhooks,
            "late": self._fake.faults.lose_webhooks,
            "disorder": self._fake.held is not None,
            "quota": self._quota_gone,
            "held": self._fake.held or 0,
            "api": api,
        }

    async def fault(self, asked: Json) -> Json:
        """Turns the switch `name` on or off."""
        on = asked["on"]
        if not isinstance(on, bool):
            raise ValueError("on is true or false")
        await self._switches[str(asked["name"])](on)
        self._fake.changed()
        return {}

    async def api_fault(self, asked: Json) -> Json:
        """Lets every call of the bot meet one fault, or none (`well`)."""
        name = str(asked["name"])
        fault = None if name == WELL else API[name]
        self._fake.faults.slow_seconds = SLOW_SECONDS
        self._fake.faults.always("*", fault)
        self._fake.changed()
        return {}

    async def standby(self, asked: Json) -> Json:
        """A human takes this chat over from the Account Manager, or gives it back."""
        chat = self._fake.chat_of(str(asked["user"]), asked.get("chat"))
        (self._fake.standby.add if asked["on"] is True else self._fake.standby.discard)(chat)
        self._fake.changed()
        return {}

    async def _twice(self, on: bool) -> None:
        self._fake.faults.duplicate_webhooks = on

    async def _late(self, on: bool) -> None:
        """Off: what was not delivered meanwhile is delivered again, as LINE does it."""
        was, self._fake.faults.lose_webhooks = self._fake.faults.lose_webhooks, on
        if was and not on:
            await self._fake.redeliver_failed()

    async def _disorder(self, on: bool) -> None:
        """Off: what has gathered comes at last, the last first."""
        if on:
            self._fake.hold()
        elif self._fake.held is not None:
            await self._fake.release(backwards=True, one_by_one=True)

    async def _quota(self, on: bool) -> None:
        """The month's plan is used up; off: it is as before."""
        quota = self._fake.quota
        if on and not self._quota_gone:
            self._limit, quota.limit = quota.limit, quota.used
        elif not on and self._quota_gone:
            quota.limit = self._limit
        self._quota_gone = on
