"""The form of a conversation: which one runs, what it sees, and how its draft is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.chat import Reply
from bot.dialogs.catalogue import FORMS
from bot.dialogs.draft import Draft
from bot.dialogs.form import Form
from bot.dialogs.scene import Scene
from bot.handlers.context import Turn
from bot.services import authority
from bot.services.authority import Scope

VERB = "f"
"""Buttons of forms: f:<draft>:<act>[:<field>[:<value>]]."""
CORRECTS_FOR = timedelta(hours=24)
"""For so long a correction without a form finds what was saved last."""


async def scene_of(turn: Turn, form: Form) -> Scene:
    """The scene of this turn for a form: where the speaker may do it, and what its readers need."""
    scope = await authority.scope(turn.session, turn.speaker, form.deed) if form.deed is not None else Scope()
    scene = Scene(
        session=turn.session,
        speaker=turn.speaker,
        words=turn.words,
        clock=turn.clock,
        chat=turn.incoming.chat,
        scope=scope,
        zone_hint=turn.group_area_id,
        fund_hint=turn.group_fund_id,
    )
    if form.load is not None:
        await form.load(scene)
    return scene


async def running_draft(turn: Turn) -> tuple[Form, Draft] | None:
    """The form that runs in this conversation, with its draft; one that no catalogue knows any more is let go."""
    draft = Draft.load(turn.memory.draft)
    form = FORMS.get(draft.form) if draft is not None else None
    if draft is None or form is None:
        turn.memory.draft = None
        return None
    return form, draft


def keep(turn: Turn, draft: Draft, reply: Reply) -> Reply:
    """The reply, with the draft kept for the next message."""
    draft.at = turn.clock.now().isoformat()
    turn.memory.draft = draft.dump()
    return reply


def running_form(memory: Any) -> str | None:
    """The name of the form that runs in a conversation, for menus and pictures that arrive."""
    draft = Draft.load(memory.draft)
    return draft.form if draft is not None else None


def draft_id(memory: Any) -> str | None:
    """The id of the draft that runs in a conversation: pictures that arrive belong to it."""
    draft = Draft.load(memory.draft)
    return draft.id if draft is not None else None


def saved_lately(turn: Turn) -> bool:
    """Whether this conversation saved a record that may still be corrected in plain words."""
    saved = turn.memory.saved
    return saved is not None and turn.clock.now() - datetime.fromisoformat(saved["at"]) <= CORRECTS_FOR
