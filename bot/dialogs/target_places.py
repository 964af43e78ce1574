"""One place of the speaker's scope, kept by its code: his own unless another is named."""

from __future__ import annotations

from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.meeting_places import places, read_zones, show_zones
from bot.dialogs.scene import Scene

MOST = 8


def area_field() -> Field:
    """The province, a zone or a fund; the speaker's own where he holds one."""

    def read(text: str, scene: Scene) -> str | None:
        found = read_zones(text, scene)
        return found[0] if found and len(found) == 1 else None

    def show(value: Value, scene: Scene) -> str:
        return show_zones([value], scene)

    def options(scene: Scene, values: Values) -> list[Option]:
        every = [*scene.scope.roots, *(zone for zone in scene.scope.zones if zone not in scene.scope.roots)]
        return [Option(place.code, place.name) for place in every[:MOST]]

    def take(value: str, scene: Scene) -> str | None:
        return value if value in places(scene) else None

    def default(scene: Scene, values: Values) -> str | None:
        bound = [zone.code for zone in scene.scope.zones if zone.id == scene.zone_hint]
        own = [place.code for place in scene.scope.roots]
        return bound[0] if bound else own[0] if len(own) == 1 else None

    return Field("area", read, show, required=True, options=options, take=take, default=default)
