"""The people and groups of the demo network, put on the fake platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.demo.identities import GROUPS, PERSONAS, group_id, user_id
from bot.demo.network import network
from bot.web.simulator.platform import FakeLine
from bot.words import Words


@dataclass(frozen=True)
class Persona:
    """Somebody whose phone can be held: LINE id, shown name, one line about him, and what to try first."""

    key: str
    user: str
    name: str
    about: str
    tries: tuple[str, ...] = ()


def demo_personas(words: Words) -> list[Persona]:
    """The personas of the demo network, in the order in which they are introduced."""
    people = network()["personas"]
    return [
        Persona(
            key,
            user_id(key),
            people[key]["name"],
            people[key].get("about", ""),
            tuple(words(f"simulator.try.{key}").splitlines()),
        )
        for key in PERSONAS
    ]


def populate(fake: FakeLine, personas: Sequence[Persona]) -> None:
    """Gives each persona an account that is the bot's friend, and opens the demo groups with the bot inside."""
    for persona in personas:
        fake.add_user(persona.user, persona.name)
    for key, members in GROUPS.items():
        fake.add_group(group_id(key), network()["groups"][key]["name"], [user_id(member) for member in members])
