"""The field "what is owed" that several forms have: a code of locales/th/obligations.yaml."""

from __future__ import annotations

from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services.obligations import template
from bot.understanding.deadline_words import read_obligation


def obligation_field(only_level: str | None = None, *, required: bool = True, default: str | None = None) -> Field:
    """What is owed; with `only_level` only what funds (or zones) owe. `default`: what is meant unless it is said."""

    def codes() -> list[str]:
        return [code for code, one in template().items() if only_level in (None, one.level)]

    def read(text: str, scene: Scene) -> str | None:
        code = read_obligation(text)
        return code if code in codes() else None

    def show(value: Value, scene: Scene) -> str:
        return scene.words.of("obligation", str(value))

    def options(scene: Scene, values: Values) -> list[Option]:
        return [Option(code, scene.words.of("obligation", code)) for code in codes()]

    def take(value: str, scene: Scene) -> str | None:
        return value if value in codes() else None

    def usual(scene: Scene, values: Values) -> str | None:
        return default

    return Field("obligation", read, show, required=required, options=options, take=take, default=usual, offered=False)
