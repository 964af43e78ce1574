"""What can go wrong on the platform's side, switched on by a test or by hand."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One way in which a call to the Messaging API goes wrong."""

    RATE = "rate"
    """429 with the wording of the rate limit."""
    MONTHLY = "monthly"
    """429 with the wording of the monthly quota."""
    SERVER = "server"
    """500; nothing was accepted."""
    TIMEOUT = "timeout"
    """Accepted and delivered, but no answer ever comes."""
    LOST = "lost"
    """Accepted and delivered, then the connection is cut before the answer."""
    DROP = "drop"
    """The connection is cut before anything is accepted."""
    DEAF = "deaf"
    """Nothing accepted and no answer: to the caller it looks like TIMEOUT."""
    SLOW = "slow"
    """Answered rightly, after `Faults.slow_seconds`."""


ACCEPTED_SILENTLY = frozenset({Fault.TIMEOUT, Fault.LOST})


class Faults:
    """The switches.

    A call's name is `reply`, `push`, `multicast`, `profile`, `quota`, `consumption`, `loading`, `read`, `content`,
    `group`, `info`, `menu`, `webhook` or `validate`; `*` is any.
    """

    def __init__(self) -> None:
        self.slow_seconds = 1.0
        self.duplicate_webhooks = False
        """Every webhook is sent twice, the second time too with isRedelivery false ("network routing")."""
        self.lose_webhooks = False
        """Webhooks are made, but never sent; redeliver_failed() sends them later."""
        self._once: dict[str, list[Fault]] = {}
        self._standing: dict[str, Fault] = {}

    def next(self, call: str, *faults: Fault) -> None:
        """The next calls of this name meet these faults, one each."""
        self._once.setdefault(call, []).extend(faults)

    def always(self, call: str, fault: Fault | None) -> None:
        """Every call of this name meets the fault, until it is set to None."""
        if fault is None:
            self._standing.pop(call, None)
        else:
            self._standing[call] = fault

    def clear(self) -> None:
        """All is well again."""
        self.__init__()  # type: ignore[misc]

    def take(self, call: str) -> Fault | None:
        """The fault that a call of this name meets now; one-time faults are used up."""
        for name in (call, "*"):
            if self._once.get(name):
                return self._once[name].pop(0)
        return self._standing.get(call) or self._standing.get("*")

    def shown(self) -> dict[str, str]:
        """The standing faults by call name, for the page."""
        return {name: fault.value for name, fault in self._standing.items()}
