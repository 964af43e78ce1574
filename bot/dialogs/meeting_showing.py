"""How a meeting's parts are read back."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.dialogs.form import Value
from bot.dialogs.scene import Scene
from bot.understanding.meetings import SECTIONS

MOST_SHOWN = 12
"""Lines of one list in the card; the rest is counted."""


def show_attendance(value: Value, scene: Scene) -> str:
    """How many came, as it was told: over, about, nearly, or exactly; with the groups where they were told."""
    words = scene.words
    text = words.of("meeting.came", value["qualifier"], count=f"{value['count']:,}")
    groups = [words("form.meeting.group", name=name, count=f"{count:,}") for name, count in value.get("groups", ())]
    return f"{text} ({', '.join(groups)})" if groups else text


def show_venue(value: Value, scene: Scene) -> str:
    """The place with tambon, amphoe and province as far as they are known."""
    parts = [scene.words.of("meeting.place", level, name=value[level]) for level in PLACES if value.get(level)]
    return " ".join([value["name"], *parts] if value.get("name") else parts)


PLACES = ("tambon", "amphoe", "province")


def show_list(value: Value, scene: Scene) -> str:
    """One line for each item, numbered where there are several."""
    return _numbered([str(item) for item in value], scene)


def show_resolutions(value: Value, scene: Scene) -> str:
    """Each decision with who does it and until when."""
    return _numbered([_resolution(one, scene) for one in value], scene)


def show_people(value: Value, scene: Scene) -> str:
    """Each line of the attendance list: the name with the role, or the role alone."""
    lines = [" – ".join(part for part in (person["name"], person["role"]) if part) for person in value]
    return _numbered(lines, scene)


def show_notes(value: Value, scene: Scene) -> str:
    """What the breakout groups said, by heading."""
    lines = []
    for group in value:
        lines += [group["name"]] if group.get("name") else []
        told = [(scene.words.of("form.meeting.section", name), group[name]) for name in SECTIONS if group.get(name)]
        lines += [f"{heading}: {said}" for heading, said in told]
    return "\n".join(lines)


def _resolution(one: Value, scene: Scene) -> str:
    text = str(one["text"])
    if one.get("owner"):
        text += " " + scene.words("form.meeting.owner", owner=one["owner"])
    if one.get("due"):
        text += " " + scene.words("form.meeting.due", day=figures.day(scene.words, date.fromisoformat(one["due"])))
    return text


def _numbered(lines: list[str], scene: Scene) -> str:
    if len(lines) == 1:
        return lines[0]
    shown = [f"{number}. {line}" for number, line in enumerate(lines[:MOST_SHOWN], 1)]
    if len(lines) > MOST_SHOWN:
        shown.append(scene.words("form.meeting.more", count=len(lines) - MOST_SHOWN))
    return "\n".join(shown)
