"""The handbook: a page of how work is done, found by what was typed; public, so in groups too (domain.md S3-23)."""

from __future__ import annotations

from bot.chat import Card, Choice, Press, Reply, Row, Section, Text, pack
from bot.handlers.context import Turn
from bot.understanding.handbook import ROLES, Page, page, pages, pages_for
from bot.understanding.handbook_call import asks_for_all, handbook_call, head_called, is_role_call
from bot.understanding.handbook_search import Found, find
from bot.understanding.lexicon import lexicon

VERB = "handbook"
ALL, FOR = "all", "for"
MOST_TAPS = 7
"""Pages offered as taps under a list; the list itself names all of them."""


async def handle(turn: Turn) -> Reply:
    """A question on how funds are run; the menu's tile, which asks nothing, opens the speaker's own list."""
    topic = turn.slots.get("topic")
    if not turn.incoming.text and topic is None:
        return _own_list(turn)
    return _answer(turn, find(turn.incoming.text, _roles(turn), str(topic) if topic else None))


async def called(turn: Turn) -> Reply | None:
    """The reply to "khu mue …" (handbook …) and to a volunteer's "what can I do?"; None for all other messages."""
    text, waiting = turn.incoming.text, turn.memory.pending
    if waiting is not None and waiting["ask"] == "text":
        return None  # whatever is typed now is the answer that was asked for
    if turn.speaker.roles and not turn.in_group and waiting is None and is_role_call(text):
        return _own_list(turn)
    subject = handbook_call(text)
    if subject is None:
        return None
    if not subject:
        return _own_list(turn)
    if (head := head_called(subject)) is not None:
        return _shelf(turn, head)
    return _whole_list(turn) if asks_for_all(subject) else _answer(turn, find(subject, _roles(turn)))


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply:
    """The page, the shelf or the whole list of a tap; a page that is gone leads to the list."""
    match names:
        case ("for", shelf) if shelf in lexicon("handbook")["shelves"]:
            return _shelf(turn, shelf)
        case (slug,) if (found := page(slug)) is not None:
            return _shown(turn, found)
    return _whole_list(turn)


def _roles(turn: Turn) -> frozenset[str]:
    return ROLES & {role.role for role in turn.speaker.roles}


def _answer(turn: Turn, found: Found) -> Reply:
    if not found.pages:
        listed = _own_list(turn)
        return Reply((Text(turn.words("handbook.none")), *listed.parts), (*listed.choices, *_human(turn)))
    first: tuple[Text, ...] = (Text(turn.words("handbook.meant", word=found.meant)),) if found.meant else ()
    if found.clear:
        shown = _shown(turn, found.pages[0])
        return Reply((*first, *shown.parts), shown.choices)
    taps = tuple(_tap(each) for each in found.pages)
    return Reply((*first, Text(turn.words("handbook.which"))), (*taps, _all(turn)))


def _shown(turn: Turn, found: Page) -> Reply:
    """One page as a card, its neighbours as buttons that stay with it."""
    sections = tuple(Section(tuple(Row(line) for line in each.lines), each.heading) for each in found.passages)
    foot = turn.words("handbook.foot", version=found.version, source=found.written_from)
    neighbours = tuple(_tap(each) for slug in found.related if (each := page(slug)) is not None)
    return Reply((Card(found.title, sections=sections, foot=foot, buttons=neighbours),), (_all(turn), *_human(turn)))


def _own_list(turn: Turn) -> Reply:
    """The pages for the speaker's roles; for a member's in a group too, as nobody's roles are told there."""
    roles = frozenset() if turn.in_group else _roles(turn)
    shown = next((role.role for role in turn.speaker.roles if role.role in roles), "member")
    return _list(turn, turn.words.of("handbook.for", shown), pages_for(roles))


def _shelf(turn: Turn, name: str) -> Reply:
    roles = frozenset(lexicon("handbook")["shelves"][name])
    return _list(turn, turn.words.of("handbook.shelf", name), pages_for(roles))


def _list(turn: Turn, title: str, listed: tuple[Page, ...]) -> Reply:
    rows = tuple(Row(f"• {each.title}") for each in listed)
    card = Card(title, sections=(Section(rows, turn.words("handbook.tap_or_type")),), foot=turn.words("handbook.how"))
    return Reply((card,), (*(_tap(each) for each in listed[:MOST_TAPS]), _all(turn)))


def _whole_list(turn: Turn) -> Reply:
    """Every page once, under the head of those whom it serves first."""
    shelves = lexicon("handbook")["shelves"]
    sections = []
    for name, roles in shelves.items():
        labels = [each.label for each in pages() if each.roles[0] in roles]
        sections.append(Section((Row(" · ".join(labels)),), turn.words.of("handbook.shelf", name)))
    card = Card(turn.words("handbook.whole"), sections=tuple(sections), foot=turn.words("handbook.how"))
    taps = tuple(Choice(turn.words.of("handbook.shelf_tap", name), Press(pack(VERB, FOR, name))) for name in shelves)
    return Reply((card,), taps)


def _tap(found: Page) -> Choice:
    return Choice(found.label, Press(pack(VERB, found.slug), said=found.label))


def _all(turn: Turn) -> Choice:
    label = turn.words("handbook.all")
    return Choice(label, Press(pack(VERB, ALL), said=label))


def _human(turn: Turn) -> tuple[Choice, ...]:
    """The way to a human for somebody without a role: what his fund's rules say, its people know."""
    if turn.in_group or turn.speaker.roles:
        return ()
    label = turn.words("starter.handoff")
    return (Choice(label, Press(pack("ask", "human.handoff"), said=label)),)
