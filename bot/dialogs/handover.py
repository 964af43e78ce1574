"""The form `handover`: which office is given up, who follows; once confirmed, rights end and work moves (S3-16)."""

from __future__ import annotations

from collections.abc import Sequence

from bot import figures
from bot.chat import Card, Choice, Notice, Part, Press, Reply, Row, Section, Text, pack, say
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.handover_card import summary_card
from bot.dialogs.role_names import place_name, title
from bot.dialogs.scene import Scene
from bot.services import areas, handover, invites, offices, people
from bot.services.handover import Left
from bot.services.offices import Office
from bot.understanding.dialog_words import read_yes_no
from bot.understanding.normalise import squash
from bot.understanding.result import Understanding
from bot.understanding.role_words import bare_area, is_nobody, read_follower, read_name, read_role

NOBODY = "-"


async def _load(scene: Scene) -> None:
    """The offices of the speaker with their names, and how much of the work is his."""
    held = await offices.held_by(scene.session, scene.person_id, scene.today) if scene.speaker.person_id else []
    scene.facts["offices"] = held
    scene.facts["titles"] = {
        str(each.id): await title(scene.session, scene.words, each.role, each.area_id) for each in held
    }
    names = {each.area_id: await areas.place(scene.session, each.area_id) for each in held}
    scene.facts["areas"] = {
        node: bare_area(await place_name(scene.session, scene.words, place)) for node, place in names.items()
    }
    scene.facts["work"] = {str(each.id): await handover.own_work(scene.session, each, scene.today) for each in held}


def _read_office(text: str, scene: Scene) -> str | None:
    """The one office that the words fit: by its name, its area, or both."""
    role, said = read_role(text), squash(text)
    held: Sequence[Office] = scene.facts["offices"]
    by_area = [each for each in held if scene.facts["areas"][each.area_id] in said]
    by_role = [each for each in held if each.role == role]
    both = [each for each in by_area if each in by_role]
    for found in (both, by_area, by_role):
        if len(found) == 1:
            return str(found[0].id)
    return None


def _show_office(value: Value, scene: Scene) -> str:
    return str(scene.facts["titles"].get(value, value))


def _offices(scene: Scene, values: Values) -> list[Option]:
    return [Option(key, name) for key, name in scene.facts["titles"].items()]


def _take_office(value: str, scene: Scene) -> str | None:
    return value if value in scene.facts["titles"] else None


def _only_office(scene: Scene, values: Values) -> str | None:
    titles: dict[str, str] = scene.facts["titles"]
    return next(iter(titles)) if len(titles) == 1 else None


def _read_follower(text: str, scene: Scene) -> str | None:
    if is_nobody(text):
        return NOBODY
    return None if read_yes_no(text) is not None else read_follower(text) or read_name(text)


def _show_follower(value: Value, scene: Scene) -> str:
    return scene.words("handover.nobody") if value == NOBODY else str(value)


def _nobody(scene: Scene, values: Values) -> list[Option]:
    return [Option(NOBODY, scene.words("handover.nobody"))]


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """Only what the words say beyond doubt; a bare sentence of leaving names neither."""
    found: Values = {"office": _read_office(text, scene) if len(scene.facts["offices"]) > 1 else None}
    if (name := read_follower(text)) is not None:
        found["follower"] = name
    return {name: value for name, value in found.items() if value is not None}


def _remark(values: Values, scene: Scene) -> str | None:
    count = scene.facts["work"].get(values.get("office"), 0)
    return scene.words("handover.remark_work", count=count) if count else scene.words("handover.remark")


async def _save(scene: Scene, values: Values, draft_id: str) -> Saved:
    session, words, now, today = scene.session, scene.words, scene.now, scene.today
    held: Sequence[Office] = scene.facts["offices"]
    office = next((each for each in held if str(each.id) == values["office"]), None)
    if office is None:
        raise Refused("handover.gone")
    name = None if values["follower"] == NOBODY else str(values["follower"])
    fellow = await handover.known_successor(session, office, name, today) if name else None
    left = await handover.leave(session, now, today, office, scene.person_id, successor=fellow, successor_name=name)
    what = scene.facts["titles"][str(office.id)]
    parts: list[Part] = []
    code_id = None
    if name and fellow is None and office.role in invites.SUCCESSION:
        issued, code_id = await invites.issue(session, now, today, office.role, office.area_id, scene.person_id)
        rows = (Row(what, words("invite.for")), Row(figures.day(words, issued.valid_until), words("codes.valid_until")))
        advice = tuple(Row(line) for line in words("handover.code_advice", name=name, code=issued.code).splitlines())
        parts.append(Card(words("handover.code_title"), issued.code, (Section(rows), Section(advice)), tone="good"))
    told = await _told_above(scene, office, what, name, code_id, left)
    told += await _told_others(scene, office, what, left, fellow)
    above = any(notice.cause.startswith("handover.above") for notice in told)
    lines = [words("handover.done", title=what)]
    if left.moved:
        lines.append(words("handover.moved", count=left.moved) if left.keeper else words("handover.kept_open"))
    lines.append(words("handover.above_told") if above else words("handover.above_nobody"))
    return Saved("\n".join(lines), parts=tuple(parts), notices=tuple(told))


async def _told_above(
    scene: Scene, office: Office, what: str, name: str | None, code_id: int | None, left: Left
) -> list[Notice]:
    """Whoever leads the area above learns of it, with the tap that comes next: take the code back, or issue one."""
    words = scene.words
    who = scene.speaker.name or words("code.somebody")
    text = words("handover.told_above", who=who, title=what, name=name or words("handover.nobody"))
    if left.moved:
        text += "\n" + words("handover.told_work", count=left.moved)
    if code_id is not None:
        text += "\n" + words("handover.told_code")
        tap = Choice(words("invite.take_back"), Press(pack("invite", "revoke", str(code_id))))
    else:
        tap = Choice(words("code.issue"), Press(pack("invite", "area", office.role, str(office.area_id))))
    notices = []
    for each in await offices.above(scene.session, office.area_id, scene.today, apart_from=scene.person_id):
        reached = await people.reach(scene.session, each.person_id)
        if reached is not None:
            cause = f"handover.above:{left.handover_id}"
            notices.append(Notice(reached.chat, say(text, choices=(tap,)), cause, person_id=each.person_id))
    return notices


async def _told_others(scene: Scene, office: Office, what: str, left: Left, fellow: int | None) -> list[Notice]:
    """Assistants whose rights ended with the office, and the fellow who goes on with the work."""
    words, notices = scene.words, []
    for person_id in left.ended[1:]:
        if (reached := await people.reach(scene.session, person_id)) is not None:
            text = words("handover.assistant_ended", title=what)
            notices.append(Notice(reached.chat, say(text), f"handover.ended:{left.handover_id}", person_id=person_id))
    if fellow is not None and (reached := await people.reach(scene.session, fellow)) is not None:
        summary = await handover.summary(scene.session, office.area_id, scene.today)
        card = await summary_card(scene.session, words, words("handover.for_you", title=what), summary)
        text = words("handover.goes_to_you", who=scene.speaker.name or words("code.somebody"), title=what)
        notices.append(
            Notice(reached.chat, Reply((Text(text), card)), f"handover.to:{left.handover_id}", person_id=fellow)
        )
    return notices


HANDOVER = Form(
    name="handover",
    version=1,
    fields=(
        Field(
            "office",
            _read_office,
            _show_office,
            required=True,
            options=_offices,
            take=_take_office,
            default=_only_office,
        ),
        Field("follower", _read_follower, _show_follower, required=True, options=_nobody),
    ),
    prefill=_prefill,
    save=_save,
    load=_load,
    remark=_remark,
    in_groups=False,
)
