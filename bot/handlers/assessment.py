"""assessment.start: begins, goes on with or corrects an assessment; shows results; leads on to quick grading."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice, Press, Reply, pack, say
from bot.dialogs import filling, prompts
from bot.dialogs.assessment import ASSESSMENT, NAME
from bot.dialogs.draft import Draft
from bot.handlers import assessment_result, forms, handbook, talk
from bot.handlers.context import Turn
from bot.handlers.parts import form_scene
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.handlers.parts.hearing import hears
from bot.services import authority, rubrics
from bot.services.authority import Deed
from bot.understanding import scores


async def handle(turn: Turn) -> Reply:
    """The running draft again, a correction of the one just saved, results, or a new assessment."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    text = turn.incoming.text
    if text and hears(turn, "work.explain"):
        return await handbook.handle(turn)
    if text and hears(turn, "assessment.preliminary"):
        return _preliminary(turn)
    if text and hears(turn, assessment_result.RESULT):
        return await assessment_result.handle(turn)
    if form_scene.running_form(turn.memory) == NAME:
        return await _go_on(turn)
    if (reopened := await _reopened(turn)) is not None:
        return reopened
    scope = await authority.scope(turn.session, turn.speaker, Deed.ASSESS)
    refused = await named_elsewhere(turn, scope)
    return refused if refused is not None else await forms.start(turn, NAME)


async def _go_on(turn: Turn) -> Reply:
    """ "Go on with yesterday's": the draft waits where it stood."""
    draft = Draft.load(turn.memory.draft)
    if draft is None:
        return await forms.start(turn, NAME)
    scene = await form_scene.scene_of(turn, ASSESSMENT)
    return prompts.present(ASSESSMENT, draft, scene)


async def _reopened(turn: Turn) -> Reply | None:
    """ "Question 3 gets 2" right after saving corrects what was saved; the card is read back before it counts."""
    saved, text = turn.memory.saved, turn.incoming.text
    if saved is None or saved["form"] != NAME or not scores.read_scores(text):
        return None
    scene = await form_scene.scene_of(turn, ASSESSMENT)
    told = ASSESSMENT.prefill(text, turn.understood, scene)
    if not form_scene.saved_lately(turn) or told.get("fund", saved["values"]["fund"]) != saved["values"]["fund"]:
        return None
    draft = replace(Draft.new(ASSESSMENT, turn.clock.now()), replaces=saved["record"])
    draft.values = {**saved["values"], **told}
    filling.advance(ASSESSMENT, draft, scene)
    turn.memory.draft = draft.dump()
    return prompts.present(ASSESSMENT, draft, scene, lead=turn.words("form.reopened"))


def _preliminary(turn: Turn) -> Reply:
    """A quick word on each fund amid a meeting is its state, not its assessment (domain.md S1-19)."""
    words = turn.words
    leads = (("assessment.tap.state", "update.fund_status"), ("assessment.tap.full", "assessment.start"))
    taps = tuple(Choice(words(label), Press(pack("ask", intent), said=words(label))) for label, intent in leads)
    return say(words("assessment.preliminary", asked=len(rubrics.current().questions)), choices=taps)
