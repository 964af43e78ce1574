"""The people of the demo network on Telegram: accounts that the bot does not know, and groups with the bot inside."""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo.identities import GROUPS, telegram_group_id, telegram_user_id
from bot.demo.network import network
from bot.web.simulator.personas import Persona
from bot.web.simulator.telegram.platform import FakeTelegram


def populate(fake: FakeTelegram, personas: Sequence[Persona]) -> None:
    """Gives each persona an account that has not begun the bot; the groups have privacy mode on, as Telegram starts."""
    for persona in personas:
        fake.add_person(telegram_user_id(persona.key), persona.name, started=False)
    for key, members in GROUPS.items():
        fake.add_group(telegram_group_id(key), network()["groups"][key]["name"], map(telegram_user_id, members))
