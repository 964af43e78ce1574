"""Officers read and answer members' questions in their own 1:1 chat; the answer reaches the asker."""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, Notice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.services import answering, people, questions
from storage.models import Question

ANSWER = "question.answer"
SHOWN_AT_ONCE = 5
SHOWN_LETTERS = 300


async def pressed_list(turn: Turn) -> Reply:
    """The waiting questions that this person answers for, oldest first."""
    speaker = turn.speaker
    if turn.in_group or not speaker.roles or speaker.person_id is None:
        return say(turn.words("question.not_yours"))
    waiting = await answering.waiting_for(turn.session, speaker.person_id, turn.today)
    if not waiting:
        return say(turn.words("question.none"))
    lines = [turn.words("question.heading", count=len(waiting))]
    lines += [_line(turn, question) for question in waiting[:SHOWN_AT_ONCE]]
    choices = tuple(
        Choice(turn.words("question.answer_numbered", number=question.id), Press(pack("question", str(question.id))))
        for question in waiting[:SHOWN_AT_ONCE]
    )
    return say("\n\n".join(lines), choices=choices)


def _line(turn: Turn, question: Question) -> str:
    asked = figures.day(turn.words, question.created_at.astimezone(turn.clock.zone).date())
    return turn.words("question.line", number=question.id, asked=asked, text=_short(_text(turn, question)))


def _short(text: str) -> str:
    """The beginning of a long text, enough to know it again."""
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def _text(turn: Turn, question: Question) -> str:
    return question.text or turn.words("question.crisis_line" if question.urgency == "crisis" else "question.no_text")


async def pressed_one(turn: Turn, number: str) -> Reply:
    """Opens one question for an answer."""
    question = await _allowed(turn, number)
    if question is None:
        return say(turn.words("question.not_yours"))
    if question.state != "open":
        return say(turn.words("question.answered_already"))
    turn.ask(ANSWER, {"id": question.id}, "text")
    return say(turn.words("question.type_answer", number=question.id, text=_text(turn, question)))


async def answer(turn: Turn) -> Reply:
    """Takes the officer's words and carries them to the asker."""
    question = await _allowed(turn, str(turn.understood.slots.get("id", "")))
    text = str(turn.understood.slots.get("text", "")).strip()
    if question is None or question.state != "open" or not text or turn.speaker.person_id is None:
        return say(turn.words("question.answered_already"))
    await questions.answer(turn.session, turn.clock.now(), question, turn.speaker.person_id, text)
    asker = await people.reach(turn.session, question.asker_person_id) if question.asker_person_id else None
    if asker is None:
        return say(turn.words("question.no_way_back"))
    key = "complaint.answer_arrived" if question.intent == answering.COMPLAINT else "question.answer_arrived"
    told = turn.words(
        key, question=_short(_text(turn, question)) if question.text else "-", answer=question.answer or text
    )
    turn.notices.append(Notice(asker.chat, say(told), f"answer:{question.id}", person_id=asker.person_id))
    return say(turn.words("question.sent"))


async def _allowed(turn: Turn, number: str) -> Question | None:
    """The question, if this person is one of those who answer for its fund; asked in 1:1 only."""
    if turn.in_group or not number.isdigit():
        return None
    question: Question | None = await turn.session.get(Question, int(number))
    if question is None:
        return None
    allowed = await answering.answerers(turn.session, question, turn.today)
    return question if turn.speaker.person_id in {officer.person_id for officer in allowed} else None


def tell_officers(turn: Turn, question: Question, text: str, officers: list[people.Reach]) -> None:
    """Lets each officer know, privately, that a question waits, with one tap to answer."""
    told = turn.words("question.arrived", text=text)
    reply = say(
        told, choices=(Choice(turn.words("question.answer_button"), Press(pack("question", str(question.id)))),)
    )
    for officer in officers:
        turn.notices.append(
            Notice(officer.chat, reply, f"question:{question.id}:{officer.person_id}", person_id=officer.person_id)
        )
