"""The assessment of a fund (domain.md S2-18, U80): a question at a time or many in one line, kept for later, continued.

Its questions stand in locales/th/rubrics, version by version; each question is a field of its own, so that a draft and
a record keep the questions of the version that they began with.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat import Choice, Press, pack
from bot.dialogs import fields
from bot.dialogs.assessment_card import result_card
from bot.dialogs.assessment_fields import LATER, OPEN, PARTIAL, RUBRIC, field_name, question_fields, rubric_of
from bot.dialogs.form import Field, Form, Refused, Saved, Value, Values
from bot.dialogs.scene import Scene
from bot.services import assessments, rubrics
from bot.services.assessments import MADE_BY, Answered, Kept
from bot.services.authority import Deed
from bot.services.fiscal import reported_year
from bot.services.rubrics import Question, Rubric
from bot.understanding import scores
from bot.understanding.result import Understanding

NAME = "assessment"
CONTINUES = "continues"
UNFINISHED = "unfinished"


async def _load(scene: Scene) -> None:
    """What was kept for later, by fund."""
    ids = [fund.id for fund in scene.scope.funds]
    scene.facts[UNFINISHED] = await assessments.unfinished(scene.session, ids)


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """The fund, the year and every question that is named with its points, in whichever version it stands."""
    fund = fields.named_fund(text, scene.scope.funds)
    told: Values = {
        "fund": fund.code if fund else None,
        "for_year": fields.year_about(text, "scores", scene.today),
        PARTIAL: True if scores.wants_later(text) else False if scores.goes_on(text) else None,
    }
    for said, points in scores.read_scores(text).items():
        for rubric in rubrics.versions():
            question = rubric.question(said)
            if question is not None:
                told[field_name(question.number, rubric)] = OPEN if points is None else str(points)
    return {name: value for name, value in told.items() if value is not None}


def _unheard(text: str, scene: Scene) -> str | None:
    """Questions that no version has, and points that are more than a question gives."""
    told, words = scores.read_scores(text), scene.words
    unknown = [said for said in told if all(rubric.question(said) is None for rubric in rubrics.versions())]
    current = rubrics.current()
    known = [(said, question, points) for said, points in told.items() if (question := current.question(said))]
    high = [said for said, question, points in known if points is not None and points > question.most]
    lines = []
    if unknown:
        lines.append(words("form.assessment.no_such", numbers=", ".join(unknown), of=len(current.questions)))
    if high:
        lines.append(words("form.assessment.too_high", numbers=", ".join(high)))
    return "\n".join(lines) or None


def _settle(values: Values, scene: Scene) -> Values:
    """What was kept for later is taken up once the fund is known; a tap on "keep for later" answers no question."""
    fund = scene.scope.fund_by_code(values.get("fund"))
    if fund is None:
        return values
    values.setdefault("made_by", assessments.made_by(scene.speaker, fund))
    kept: Kept | None = scene.facts.get(UNFINISHED, {}).get(fund.id)
    if kept is not None and kept.rubric is not None and CONTINUES not in values:
        values |= {CONTINUES: kept.record_id, RUBRIC: kept.rubric.key, "for_year": kept.for_year}
        for number, points in kept.answers.items():
            values.setdefault(field_name(number, kept.rubric), str(points))
    rubric = rubric_of(values)
    for _, name in _named(rubric):
        if values.get(name) == LATER:
            values.pop(name)
            values[PARTIAL] = True
    if values.get(PARTIAL) and all(name in values for _, name in _named(rubric)):
        values.pop(PARTIAL)
    return values


def _named(rubric: Rubric) -> Iterator[tuple[Question, str]]:
    return ((question, field_name(question.number, rubric)) for question in rubric.questions)


def _answers(values: Values) -> dict[int, int]:
    return {
        question.number: int(values[name])
        for question, name in _named(rubric_of(values))
        if name in values and values[name] not in (OPEN, LATER)
    }


def _remark(values: Values, scene: Scene) -> str | None:
    """How much is answered, and which questions stay open."""
    rubric, answers = rubric_of(values), _answers(values)
    missing = [str(question.number) for question in rubric.questions if question.number not in answers]
    total = rubrics.score(rubric.questions, answers)
    lines = [scene.words("form.assessment.so_far", points=total.points, most=total.most)]
    if missing:
        lines.append(scene.words("form.assessment.open", numbers=", ".join(missing)))
    if values.get(PARTIAL):
        lines.append(scene.words("form.assessment.kept_for_later"))
    return "\n".join(lines)


async def _save(scene: Scene, values: Values, key: str) -> Saved:
    fund = scene.scope.fund_by_code(values["fund"])
    if fund is None:
        raise Refused
    answers = _answers(values)
    if not answers:
        raise Refused("form.assessment.fault.nothing")
    told = Answered(
        fund=fund,
        for_year=values.get("for_year") or reported_year(scene.today),
        rubric=rubric_of(values),
        made_by=values["made_by"],
        answers=answers,
        complete=not values.get(PARTIAL),
    )
    before = await assessments.last_finished(scene.session, fund.id)
    record, new = await assessments.enter(
        scene.session, scene.now, told, scene.today, scene.person_id, key, values.get(CONTINUES)
    )
    if not new:
        before = await assessments.last_finished(scene.session, fund.id, but=record.id)
    words = scene.words
    total = rubrics.score(told.rubric.questions, answers)
    if not told.complete:
        return Saved(
            words("form.assessment.saved_for_later", fund=fund.name, answered=total.answered, asked=total.asked),
            record.id,
            choices=(_go_on(scene),),
        )
    kept = Kept(
        record.id,
        fund.id,
        scene.today,
        told.for_year,
        told.rubric,
        told.made_by,
        answers,
        total.points,
        total.most,
        complete=True,
    )
    text = words("form.assessment.saved", fund=fund.name, number=record.id)
    return Saved(text, record.id, parts=(result_card(words, fund, kept, before),))


def _go_on(scene: Scene) -> Choice:
    label = scene.words("form.assessment.tap.go_on")
    return Choice(label, Press(pack("ask", "assessment.start"), said=label))


def _hidden(name: str, default: Value | None = None) -> Field:
    """What the form keeps for itself: never asked, never shown."""
    return Field(
        name,
        lambda text, scene: None,
        offered=False,
        aside=True,
        default=(lambda scene, values: default) if default is not None else None,
    )


ASSESSMENT = Form(
    NAME,
    version=1,
    fields=(
        fields.fund_field(),
        fields.year_field("for_year"),
        fields.choice_field(NAME, "made_by", MADE_BY, offered=False),
        _hidden(RUBRIC, rubrics.current().key),
        *question_fields(),
        *(_hidden(name) for name in (PARTIAL, CONTINUES)),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.ASSESS,
    load=_load,
    settle=_settle,
    unheard=_unheard,
    remark=_remark,
    photos=True,
)
