"""Keeps the menu at the foot of each person's chat at what his role is; no turn waits for it, none is harmed by it.

The tables are the truth: a sweep compares them with what was shown and mends the difference, so a role that begins or
ends by its date, or by somebody else's hand, is seen without a message; after a turn the speaker is looked at at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.clock import Clock
from bot.services import menus


@runtime_checkable
class ShowsMenus(Protocol):
    """What a channel with menus can do besides talking."""

    async def menu_ids(self) -> Mapping[str, str] | None:
        """The platform's id of each role's menu; empty where none were put up, None where it cannot be asked now."""
        ...

    async def show_menu(self, accounts: Sequence[str], menu_id: str | None) -> bool:
        """Shows people a menu, or everybody's (None); whether it was done. Never raises for the platform's faults."""
        ...


@dataclass
class MenuKeeper:
    """One for each process; several do no harm, showing a menu twice changes nothing."""

    sessions: async_sessionmaker[AsyncSession]
    channels: Mapping[str, object]
    clock: Clock
    _ids: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _shown: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """The menu last shown to an account, for those who ever had a role; all others have everybody's."""

    def keeps(self, channel: str) -> bool:
        """Whether there are menus on this channel, as far as the last sweep saw."""
        return bool(self._ids.get(channel))

    async def sweep(self) -> None:
        """Asks which menus there are, and shows everybody who ever had a role the right one."""
        for name, channel in self.channels.items():
            if not isinstance(channel, ShowsMenus):
                continue
            ids = await channel.menu_ids()
            if ids is None:
                continue
            self._ids[name] = ids
            if ids:
                async with self.sessions() as session:
                    roles = await menus.everybodys(session, name, self.clock.today())
                await self._show(name, channel, roles)

    async def look(self, channel: str, account: str, role: str) -> None:
        """Shows one person the menu of his role where it is another than before; costs no call where it is not."""
        there = self.channels.get(channel)
        ordinary = role == menus.MENUS[0] and (channel, account) not in self._shown
        if not ordinary and self.keeps(channel) and isinstance(there, ShowsMenus):
            await self._show(channel, there, {account: role})

    async def _show(self, name: str, channel: ShowsMenus, roles: Mapping[str, str]) -> None:
        due: dict[str | None, list[str]] = {}
        for account, role in roles.items():
            menu_id = None if role == menus.MENUS[0] else self._ids[name].get(role)
            if self._shown.get((name, account), "") != menu_id:
                due.setdefault(menu_id, []).append(account)
        for menu_id, accounts in due.items():
            if await channel.show_menu(accounts, menu_id):
                self._shown.update({(name, account): menu_id for account in accounts})
